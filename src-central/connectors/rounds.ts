import type { QueueSource } from './queue-source.ts';

/** A hundred queues that say nothing for five seconds each take 25: what was read of the others in the round before is not too old by then. */
const AT_ONCE = 20;
/** A system, or a centre, that is slow is not asked without a break. */
const LEAST_PAUSE_MS = 2_000;

export interface HeardQueue {
  /** That system's name of it. */
  queue: string;
  result: Awaited<ReturnType<QueueSource['read']>>;
  /** By the monotonic clock, not later than what it says was so. */
  readAtMs: number;
}

/** Reads each of these once, twenty at a time, and says each as soon as it is there: one that says nothing holds up none that answers. */
export async function readSideBySide(
  source: QueueSource,
  queues: Iterable<string>,
  hear: (heard: HeardQueue) => void,
): Promise<void> {
  const left = [...new Set(queues)].values();
  const readOn = async (): Promise<void> => {
    for (const queue of left) {
      const readAtMs = performance.now();
      hear({ queue, result: await source.read(queue), readAtMs });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, readOn));
}

/** How long after a round that took `tookMs` the next begins, in ms: rounds begin `everyMs` apart. */
export const pauseAfter = (everyMs: number, tookMs: number): number => Math.max(LEAST_PAUSE_MS, everyMs - tookMs);
