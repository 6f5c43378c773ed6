import type Database from 'better-sqlite3';

/**
 * A reading that is made again only once something was written: what it answered last is kept, of what it was last asked for. `database` is the
 * one connection that writes. Nothing is kept of what is read in the midst of a transaction, which may be taken back.
 */
export function whileUnwritten<T>(database: Database.Database, read: (of: string) => T): (of: string) => T {
  const countWritten = database.prepare<[], number>('SELECT total_changes()').pluck();
  let held: { of: string; written: number; value: T } | null = null;
  return (of) => {
    if (database.inTransaction) return read(of);
    const written = countWritten.get() ?? 0;
    if (held?.of !== of || held.written !== written) held = { of, written, value: read(of) };
    return held.value;
  };
}

/** Rows are mostly as they were at the last reading; what was made of these is the same object again. */
export function madeOnce<Row extends object, T>(make: (row: Row) => T): (rows: readonly Row[]) => T[] {
  let before: ReadonlyMap<string, T> = new Map();
  return (rows) => {
    const made = rows.map((row) => {
      const text = JSON.stringify(row);
      return [text, before.has(text) ? (before.get(text) as T) : make(row)] as const;
    });
    before = new Map(made);
    return made.map(([, value]) => value);
  };
}
