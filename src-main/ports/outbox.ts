import type { WireEvent } from '../contract/centre/events-upload.ts';
import type { Result } from '../domain/result.ts';
import type { StoreFailure } from './store-failure.ts';

/** A fact on its way. `wire` is `null` where its row has rotted and nothing can be sent. */
export interface OutgoingEvent {
  /** The order in which things happened here. */
  ord: number;
  eventId: string;
  wire: WireEvent | null;
  /** A dead letter that is sent again. */
  again: boolean;
}

/** Why an event that this program cannot read is not sent; a newer one may be able to. */
export const UNREADABLE = 'unreadable-at-the-kiosk';
/** Why a dead letter that was sent again, alone, stays one: the upload was refused as a whole, which says nothing of the event. */
export const REFUSED_ALONE = 'refused-alone';

/** An event that is not sent, and why: the problem that the centre named, or one of those above. It stays here, and can be sent again. */
export interface DeadLetter {
  ord: number;
  eventId: string;
  problem: string;
}

/** A dead letter as a person reads of it: what happened, why it was not taken, and since when (milliseconds since 1970). */
export interface KeptDeadLetter {
  ord: number;
  type: string;
  problem: string;
  atMs: number;
}

/** The facts that wait for the central service. What it has acknowledged is kept as well, for a centre that lost its memory. */
export interface Outbox {
  /** The run of the monotonic clock at this moment: the times of its facts belong together. */
  readonly bootId: string;
  /** The oldest that wait, at most `count`; dead letters that wait again first, by themselves. */
  next(count: number): Result<OutgoingEvent[], StoreFailure>;
  /**
   * These, which `next` gave, are done: kept by the centre, or among the `dead`. The centre is to be told of each that was no dead letter
   * before. Durable when it answers.
   */
  settle(done: readonly Pick<OutgoingEvent, 'ord'>[], dead: readonly DeadLetter[]): Result<null, StoreFailure>;
  /** All dead letters wait again. */
  requeueDeadLetters(): Result<null, StoreFailure>;
  /** Those that do not wait again, the oldest first, at most `count`. */
  deadLetters(count: number): Result<KeptDeadLetter[], StoreFailure>;
  /** Another centre's memory: all since then (milliseconds since 1970) waits again. */
  sendAgainSince(atMs: number): Result<null, StoreFailure>;
  /** The last seq of each epoch that this kiosk keeps. */
  reached(): Result<{ epoch: number; seq: number }[], StoreFailure>;
  counts(): Result<{ unsent: number; deadLetters: number }, StoreFailure>;
}
