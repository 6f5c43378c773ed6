import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect } from 'vitest';

const LEAF_HEADER_BYTES = 8;

/** Damages the first entry of an index: its columns get a type that does not fit. `quick_check` does not find this damage. */
export function rotFirstEntry(data: string, index: string): void {
  const file = join(data, 'torn.db');
  const database = new Database(file);
  const page =
    database.prepare<[string], number>('SELECT rootpage FROM sqlite_schema WHERE name = ?').pluck().get(index) ?? 0;
  const pageBytes = Number(database.pragma('page_size', { simple: true }));
  database.close();
  const start = (page - 1) * pageBytes;
  const entry = start + readFileSync(file).readUInt16BE(start + LEAF_HEADER_BYTES);
  const fd = openSync(file, 'r+');
  // An entry consists of its length, the length of its head and the types of its columns.
  writeSync(fd, Buffer.from([0x7f]), 0, 1, entry + 1);
  closeSync(fd);
  const check = new Database(file, { readonly: true });
  expect(check.pragma('quick_check', { simple: true })).toBe('ok');
  expect(() => expect(check.pragma('integrity_check', { simple: true })).toBe('ok')).toThrow();
  check.close();
}
