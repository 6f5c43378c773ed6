import type Database from 'better-sqlite3';

/**
 * Caches a read until the next write to the database: keeps the last result for the last argument. `database` must be the only connection
 * that writes. Reads inside a transaction are not cached, because the transaction may be rolled back.
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

/** Makes an object from each row and reuses it while the row is unchanged, because most rows do not change between reads. */
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
