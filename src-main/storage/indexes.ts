import Database from 'better-sqlite3';
import { isDiskFull } from './disk-full.ts';

/** What a rotten entry of an index makes of a statement: it points to no row, or it stands where another should. */
export const mayBeRottenIndex = (error: unknown): boolean =>
  error instanceof Database.SqliteError &&
  /^SQLITE_(CORRUPT|CONSTRAINT_(UNIQUE|PRIMARYKEY|CHECK|NOTNULL))/.test(error.code);

/**
 * What a page that rotted, or that the disk does not give back, makes of a statement; of an index or of rows. A constraint that fails
 * is none: writers look for that themselves.
 */
export const isDamage = (error: unknown): error is InstanceType<typeof Database.SqliteError> =>
  error instanceof Database.SqliteError &&
  /^SQLITE_(CORRUPT|NOTADB|IOERR_(READ|SHORT_READ|CORRUPTFS))/.test(error.code);

/** As `mendIndexes` runs it. */
export const REINDEX = 'REINDEX';

/** Makes every index anew from its rows. False when the rows themselves do not allow it. Throws on a full disk: that says nothing of them. */
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
 * The first fault that a whole check finds, rows against indexes as well; `null` for a sound database. One table at a time, and other
 * work in between: a year of a busy office takes seconds.
 */
export async function findFault(database: Database.Database): Promise<string | null> {
  for (const table of tablesOf(database)) {
    const fault = faultIn(database, table);
    if (fault !== null) return fault;
    await new Promise((resolve) => setImmediate(resolve));
  }
  return null;
}

/** The same at once, for a start that has nothing else to do yet. */
export function findFaultNow(database: Database.Database): string | null {
  for (const table of tablesOf(database)) {
    const fault = faultIn(database, table);
    if (fault !== null) return fault;
  }
  return null;
}

const tablesOf = (database: Database.Database): string[] =>
  database.prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all();

/** The check itself fails on an entry that is no record. */
function faultIn(database: Database.Database, table: string): string | null {
  try {
    const found = database.prepare('SELECT integrity_check FROM pragma_integrity_check(?)').pluck().get(table);
    return found === 'ok' ? null : `${table}: ${String(found)}`;
  } catch (error) {
    if (!isDamage(error)) throw error;
    return `${table}: ${error.message}`;
  }
}
