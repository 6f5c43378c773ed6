import type { Result } from '../../src-main/domain/result.ts';

/** How one queue of another system stands, in our words: what a person who takes a turn now has before them. */
export interface QueueState {
  /** People who are to be called before somebody who comes now. */
  waiting: number;
  /** How long that takes, as that system reckons it; whole minutes, 0 and more. `null`: it does not say. */
  minutes: { from: number; to: number } | null;
}

/**
 * Why a queue cannot be told. `unreachable`: no answer that could be that system's, so it may be asked again soon. `unknown-queue`: it has none of
 * that name, and asking again changes nothing. `refused`: it answered, and says no; `reason` is its own word, for a log alone.
 */
export type QueueTrouble = { kind: 'unreachable' } | { kind: 'unknown-queue' } | { kind: 'refused'; reason: string };

/**
 * Another system's queues, behind this one door: what stands here is all that anybody knows of it. Another connector is another implementation
 * that keeps `tests/contract/queue-source.ts`.
 */
export interface QueueSource {
  /** `queue` is that system's name of it. Never throws for what the other side or the network does. */
  read(queue: string): Promise<Result<QueueState, QueueTrouble>>;
}
