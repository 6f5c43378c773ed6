import type { QueueSource } from './queue-source.ts';

/**
 * The number of queues that are read at once. With this number a hundred queues that all time out after 5 s take 25 s, so that the queues
 * of the previous round are not yet too old.
 */
const AT_ONCE = 20;
const LEAST_PAUSE_MS = 2_000;

export interface HeardQueue {
  queue: string;
  result: Awaited<ReturnType<QueueSource['read']>>;
  /** A time of `performance.now()` before the request: the state is at least this recent. */
  readAtMs: number;
}

/** Reads each queue once, `AT_ONCE` at a time, and passes on each result at once, so that a queue that does not answer delays no other. */
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

/** The pause in ms after a round that took `tookMs`, so that rounds begin `everyMs` apart. It is at least `LEAST_PAUSE_MS`. */
export const pauseAfter = (everyMs: number, tookMs: number): number => Math.max(LEAST_PAUSE_MS, everyMs - tookMs);
