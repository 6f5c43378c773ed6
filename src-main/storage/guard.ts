import Database from 'better-sqlite3';
import { type Result, refuse, succeed } from '../domain/result.ts';
import type { StoreFailure } from '../ports/store.ts';

/** A row that no code of ours has written so. */
export class RottenRow extends Error {}

/** What the disk or a rotten row can do to a reading, as a value. */
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
