import Database from 'better-sqlite3';
import { isDiskFull } from './disk-full.ts';

/** What a rotten entry of an index makes of a statement: it points to no row, or it stands where another should. */
export const mayBeRottenIndex = (error: unknown): boolean =>
  error instanceof Database.SqliteError &&
  /^SQLITE_(CORRUPT|CONSTRAINT_(UNIQUE|PRIMARYKEY|CHECK|NOTNULL))/.test(error.code);

/** Makes every index anew from its rows. False when the rows themselves do not allow it. Throws on a full disk: that says nothing of them. */
export function mendIndexes(database: Database.Database): boolean {
  try {
    database.exec('REINDEX');
    return true;
  } catch (error) {
    if (error instanceof Database.SqliteError && !isDiskFull(error)) return false;
    throw error;
  }
}

/**
 * The first fault that a whole check finds, rows against indexes as well; `null` for a sound database. One table at a time, and other
 * work in between: a year of a busy office takes two seconds.
 */
export async function findFault(database: Database.Database): Promise<string | null> {
  const tables = database.prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all();
  for (const table of tables) {
    const found = database.prepare('SELECT integrity_check FROM pragma_integrity_check(?)').pluck().get(table);
    if (found !== 'ok') return `${table}: ${String(found)}`;
    await new Promise((resolve) => setImmediate(resolve));
  }
  return null;
}
