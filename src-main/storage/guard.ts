import Database from 'better-sqlite3';
import { type Result, refuse, succeed } from '../domain/result.ts';
import type { StoreFailure } from '../ports/store-failure.ts';

/** Thrown for a row that no version of this program can have written. */
export class RottenRow extends Error {}

/** Runs `work` and returns errors of the disk or of a rotten row as a value. */
export function guard<T>(work: () => T): Result<T, StoreFailure> {
  try {
    return succeed(work());
  } catch (error) {
    if (error instanceof Database.SqliteError)
      return refuse({ kind: 'store-failed', detail: `${error.code}: ${error.message}` });
    if (error instanceof RottenRow) return refuse({ kind: 'store-failed', detail: `${error.message} cannot be read` });
    throw error;
  }
}

/**
 * Makes a read that never throws the errors that `guard` catches. On failure it returns the last value read, or `first` if there is none.
 * Without `first`, the first read throws on failure.
 */
export function lastKnown<T, A extends readonly unknown[]>(read: (...of: A) => T, first?: T): (...of: A) => T {
  let last: { value: T } | null = first === undefined ? null : { value: first };
  return (...of) => {
    if (last === null) last = { value: read(...of) };
    else {
      const found = guard(() => read(...of));
      if (found.ok) last = { value: found.value };
    }
    return last.value;
  };
}
