import type { Result } from '../../domain/result.ts';
import type { StoreFailure } from '../../ports/store-failure.ts';
import type { ListedDay } from '../../tickets/rules/working-day.ts';

export interface ServedNumbers {
  readonly series: string;
  readonly today: ListedDay;
  readonly first: number;
  readonly last: number;
  /** Tickets with an appointment after this time (milliseconds since 1970) are not marked, except for `last` itself. */
  readonly appointmentsUntilMs: number;
}

/**
 * Marks by which staff say that numbers were served, and the undoing of marks. Every change is on disk and queued for the centre when the
 * method returns.
 */
export interface ServedMarks {
  note(markId: string, numbers: ServedNumbers): Result<null, StoreFailure>;
  /** Undoes a mark if it is not older than `mostMs`; `false`: it is older, or there is no such mark. Idempotent. */
  undo(markId: string, mostMs: number): Result<boolean, StoreFailure>;
  mayUndo(markId: string, mostMs: number): boolean;
  /** The number of valid tickets in `numbers` without a mark, including tickets that a desk has called or ended. */
  count(numbers: ServedNumbers): Result<number, StoreFailure>;
}
