import type { Result } from '../../src-main/domain/result.ts';

/** A queue of another system, for a citizen who would take a turn now. */
export interface QueueState {
  /** People who will be called before a newcomer. */
  waiting: number;
  /** The expected wait in whole minutes, 0 and more, by that system's estimate. `null`: it states none. */
  minutes: { from: number; to: number } | null;
}

/**
 * Why a queue cannot be read.
 * - `unreachable`: there was no valid answer of that system; a retry may help soon.
 * - `unknown-queue`: it has no such queue; a retry changes nothing.
 * - `refused`: it answered with an error; `reason` is its own word, for the log only.
 */
export type QueueTrouble = { kind: 'unreachable' } | { kind: 'unknown-queue' } | { kind: 'refused'; reason: string };

/**
 * Another system's queues. This interface is all that the rest of the program knows about that system. Another connector is another
 * implementation that passes `tests/contract/queue-source.ts`.
 */
export interface QueueSource {
  /**
   * Never throws for faults of the other system or the network.
   * @param queue that system's name of the queue
   */
  read(queue: string): Promise<Result<QueueState, QueueTrouble>>;
}
