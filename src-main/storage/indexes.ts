import Database from 'better-sqlite3';
import { isDiskFull } from './disk-full.ts';

/** Errors that a rotten index entry can cause, because it points to no row or to the wrong one. */
export const mayBeRottenIndex = (error: unknown): boolean =>
  error instanceof Database.SqliteError &&
  /^SQLITE_(CORRUPT|CONSTRAINT_(UNIQUE|PRIMARYKEY|CHECK|NOTNULL))/.test(error.code);

/**
 * Errors caused by a page, of an index or of rows, that rotted or cannot be read. Constraint errors are not included, because writers test
 * them with `mayBeRottenIndex`.
 */
export const isDamage = (error: unknown): error is InstanceType<typeof Database.SqliteError> =>
  error instanceof Database.SqliteError &&
  /^SQLITE_(CORRUPT|NOTADB|IOERR_(READ|SHORT_READ|CORRUPTFS))/.test(error.code);

export const REINDEX = 'REINDEX';

/** Rebuilds every index from its rows. False when the rows do not allow it. Throws on a full disk, which says nothing about the rows. */
export function mendIndexes(database: Database.Database): boolean {
  try {
    database.exec(REINDEX);
    return true;
  } catch (error) {
    if (error instanceof Database.SqliteError && !isDiskFull(error)) return false;
    throw error;
  }
}

/**
 * The first fault of a full check, which compares rows with indexes; `null` for a sound database. Yields to other work between tables,
 * because the data of a year of a busy office takes seconds.
 */
export async function findFault(database: Database.Database): Promise<string | null> {
  for (const table of tablesOf(database)) {
    const fault = faultIn(database, table);
    if (fault !== null) return fault;
    await new Promise((resolve) => setImmediate(resolve));
  }
  return null;
}

export function findFaultNow(database: Database.Database): string | null {
  for (const table of tablesOf(database)) {
    const fault = faultIn(database, table);
    if (fault !== null) return fault;
  }
  return null;
}

const tablesOf = (database: Database.Database): string[] =>
  database.prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all();

/** The fault of one table; `null` if it is sound. A check that throws, as on an index entry that is not a record, counts as a fault. */
function faultIn(database: Database.Database, table: string): string | null {
  try {
    const found = database.prepare('SELECT integrity_check FROM pragma_integrity_check(?)').pluck().get(table);
    return found === 'ok' ? null : `${table}: ${String(found)}`;
  } catch (error) {
    if (!isDamage(error)) throw error;
    return `${table}: ${error.message}`;
  }
}
