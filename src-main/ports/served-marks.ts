import type { Result } from '../domain/result.ts';
import type { ListedDay } from '../domain/working-day.ts';
import type { StoreFailure } from './store-failure.ts';

/** Numbers of a series that the staff say were served today, from `first` to `last`. */
export interface ServedNumbers {
  readonly series: string;
  readonly today: ListedDay;
  readonly first: number;
  readonly last: number;
  /** Whose appointment is later waits on; `last` itself does not. Milliseconds since 1970. */
  readonly appointmentsUntilMs: number;
}

/** What the staff have said of whom they served, and taken back. Every change is on disk, and on its way to the centre, when it answers. */
export interface ServedMarks {
  note(markId: string, numbers: ServedNumbers): Result<null, StoreFailure>;
  /** Only within `mostMs` of having been said; `false`: it is too late, or there is no such mark. Done already, nothing changes. */
  undo(markId: string, mostMs: number): Result<boolean, StoreFailure>;
  /** Whether `undo` would take it back now; it is offered for no longer. */
  mayUndo(markId: string, mostMs: number): boolean;
  /** How many numbers would wait no more. */
  count(numbers: ServedNumbers): Result<number, StoreFailure>;
}
