import type { Result } from '../../src-main/domain/result.ts';

/** The state of another system's queue for a citizen who would join it now. */
export interface QueueState {
  waiting: number;
  /** The expected wait in whole minutes, 0 and more, as that system estimates it. `null`: it gives no estimate. */
  minutes: { from: number; to: number } | null;
}

/**
 * The reason why a queue cannot be read.
 * - `unreachable`: there was no valid answer; a retry may help soon.
 * - `unknown-queue`: the other system has no such queue; a retry changes nothing.
 * - `refused`: the other system answered with an error; `reason` is its text, for the log only.
 */
export type QueueTrouble = { kind: 'unreachable' } | { kind: 'unknown-queue' } | { kind: 'refused'; reason: string };

/**
 * Reads another system's queues. The rest of the program knows that system only through this interface. A further connector implements it
 * and passes `tests/contract/queue-source.ts`.
 */
export interface QueueSource {
  /**
   * Never throws for faults of the other system or the network.
   * @param queue the queue's name in that system
   */
  read(queue: string): Promise<Result<QueueState, QueueTrouble>>;
}
