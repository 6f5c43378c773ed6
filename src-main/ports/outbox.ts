import type { WireEvent } from '../contract/central-api/events-upload.ts';
import type { Result } from '../contract/result.ts';
import type { StoreFailure } from './store.ts';

/** A fact on its way. `wire` is `null` where its row has rotted and nothing can be sent. */
export interface OutgoingFact {
  /** The order in which things happened here. */
  ord: number;
  eventId: string;
  wire: WireEvent | null;
}

/** A fact that the centre will never take, and the problem it named. */
export interface DeadFact {
  ord: number;
  eventId: string;
  problem: string;
}

/** The facts that wait for the central service. What it has acknowledged is kept as well, for a centre that lost its memory. */
export interface Outbox {
  /** The run of the monotonic clock at this moment: the times of its facts belong together. */
  readonly bootId: string;
  /** The oldest that wait, at most `count`. */
  next(count: number): Result<OutgoingFact[], StoreFailure>;
  /** Everything up to `ord` is done: kept by the centre, or among the `dead`. Durable when it answers. */
  settle(ord: number, dead: readonly DeadFact[]): Result<null, StoreFailure>;
  /** Another centre's memory: all since then (milliseconds since 1970) waits again. */
  sendAgainSince(atMs: number): Result<null, StoreFailure>;
  counts(): Result<{ unsent: number; deadLetters: number }, StoreFailure>;
}
