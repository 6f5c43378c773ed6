import { waitRange } from '../../../src-main/calling/rules/waits.ts';
import type { Predict } from './day.ts';

/** Wrong estimates that real queue systems give or that a programmer might write. Each is correct less often than four times in five. */
export const PLANTS: readonly { name: string; predict: Predict }[] = [
  {
    name: 'counts a desk that is at breakfast, and one more',
    predict: (queue, tookMs) => {
      const [one] = queue.desks;
      return waitRange(queue.person, { ...queue, tookMs, desks: one ? [...queue.desks, one, one] : queue.desks });
    },
  },
  {
    name: 'counts whoever sits at a desk, and nobody who waits',
    predict: (queue, tookMs) => waitRange(queue.person, { ...queue, tookMs, waiting: [] }),
  },
  {
    name: 'says the middle of the range as if it were known to two minutes',
    predict: (queue, tookMs) => {
      const range = waitRange(queue.person, { ...queue, tookMs });
      const middle = range && Math.round((range.from + range.to) / 2);
      return middle === null ? null : { from: Math.max(0, middle - 2), to: middle + 2 };
    },
  },
  {
    name: 'measures from the call to the greeting, not to the end of the visit',
    predict: (queue, tookMs) =>
      waitRange(queue.person, {
        ...queue,
        tookMs: new Map([...tookMs].map(([id, took]) => [id, took.map((one) => one / 3)])),
      }),
  },
];
