import type { WireEvent } from '../../contract/centre/events-upload.ts';
import type { Result } from '../../domain/result.ts';
import type { StoreFailure } from '../../ports/store-failure.ts';

/** An event that waits for its upload. `wire` is `null` if its row is corrupt and cannot be sent. */
export interface OutgoingEvent {
  /** Position in this kiosk's sequence of events. */
  ord: number;
  eventId: string;
  wire: WireEvent | null;
  again: boolean;
}

/** `problem` of an event that this program cannot read; a newer program may be able to read it. */
export const UNREADABLE = 'unreadable-at-the-kiosk';
/**
 * `problem` of a dead letter that was resent in an upload of its own and refused. The centre refused the request as a whole, which says
 * nothing about the event.
 */
export const REFUSED_ALONE = 'refused-alone';

/**
 * An event that the kiosk does not send. `problem`: the centre's reason, or one of the two constants above. The event is stored and can be
 * resent.
 */
export interface DeadLetter {
  ord: number;
  eventId: string;
  problem: string;
}

/** A dead letter for display: type, reason, and time (milliseconds since 1970). */
export interface KeptDeadLetter {
  ord: number;
  type: string;
  problem: string;
  atMs: number;
}

/** The events that wait for the centre. Acknowledged events are stored too, in case the centre loses its data. */
export interface Outbox {
  /** Id of the current run of the monotonic clock; only events of one run have comparable times. */
  readonly bootId: string;
  /** The oldest waiting events, at most `count`. Resent dead letters come first, in a batch without other events. */
  next(count: number): Result<OutgoingEvent[], StoreFailure>;
  /**
   * Records the result of an upload. `done`: all events of the batch. `dead`: the events of the batch that the centre does not store; each
   * new dead letter is reported to the centre, unless it is such a report itself. Durable when it returns.
   */
  settle(done: readonly Pick<OutgoingEvent, 'ord'>[], dead: readonly DeadLetter[]): Result<null, StoreFailure>;
  requeueDeadLetters(): Result<null, StoreFailure>;
  deadLetters(count: number): Result<KeptDeadLetter[], StoreFailure>;
  /** Makes all events since `atMs` (milliseconds since 1970) wait again, for a centre that lost its data. */
  sendAgainSince(atMs: number): Result<null, StoreFailure>;
  /**
   * Returns, for each epoch of which this kiosk still has events, the last sequence number `seq`. The epoch grows when the kiosk rebuilds
   * or restores its journal or database.
   */
  reached(): Result<{ epoch: number; seq: number }[], StoreFailure>;
  counts(): Result<{ unsent: number; deadLetters: number }, StoreFailure>;
}
