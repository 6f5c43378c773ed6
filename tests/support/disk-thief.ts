import { createDecipheriv } from 'node:crypto';
import { copyFileSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { keyedHash } from '../../src-main/signing/keyed-hash.ts';
import { slowHashNow } from './slow-hash.ts';
import { temporaryFolder } from './temporary-folder.ts';

export interface Finding {
  number: string;
  by: 'fast' | 'slow';
  context: string;
}

/** Matches every text of 43 base64url characters, which is how the kiosk writes a key of 32 bytes. */
const WORDS = /(?<![\w-])[\w-]{43}(?![\w-])/g;

/**
 * Attacks a copy of a data folder as a thief who knows the kiosk's program: takes every text that could be a key, decrypts with each the
 * encrypted values in the databases, and searches everything for the hashes of these document numbers.
 */
export function ransack(folder: string, numbers: readonly string[]): Finding[] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const texts = files.map((file) => readFileSync(file, 'latin1'));
  const keys = wordsIn(texts);
  const opened = files.filter(isDatabase).flatMap((file) => openSealed(file, keys));
  const all = [...texts, ...opened];
  const officeKeys = wordsIn(all);
  return numbers.flatMap((number) =>
    officeKeys.flatMap((key) => [
      ...find(all, keyedHash(key, 'document', number)).map((context) => ({ number, by: 'fast' as const, context })),
      ...find(all, slowHashNow(key, number)).map((context) => ({ number, by: 'slow' as const, context })),
    ]),
  );
}

const wordsIn = (texts: readonly string[]): string[] => [...new Set(texts.flatMap((text) => text.match(WORDS) ?? []))];

const find = (texts: readonly string[], hash: string): string[] =>
  texts.filter((text) => text.includes(hash)).map((text) => text.slice(Math.max(0, text.indexOf(hash) - 600)));

const isDatabase = (file: string): boolean => readFileSync(file, 'latin1').startsWith('SQLite format 3');

/** Decrypts a database's encrypted values with these keys. Texts of the same row are tried as the associated data of the encryption. */
function openSealed(file: string, keys: readonly string[]): string[] {
  const copy = join(temporaryFolder(), 'stolen.db');
  copyFileSync(file, copy);
  if (existsSync(`${file}-wal`)) copyFileSync(`${file}-wal`, `${copy}-wal`);
  const database = new Database(copy);
  try {
    const tables = database.prepare<[], string>(`SELECT name FROM sqlite_schema WHERE type = 'table'`).pluck().all();
    return tables.flatMap((table) =>
      database
        .prepare<[], Record<string, unknown>>(`SELECT * FROM ${table}`)
        .all()
        .flatMap((row) => openRow(row, keys)),
    );
  } finally {
    database.close();
  }
}

function openRow(row: Record<string, unknown>, keys: readonly string[]): string[] {
  const values = Object.values(row);
  const words = values.filter((value) => typeof value === 'string');
  const bindings = ['office', ...words.flatMap((one) => words.map((other) => `${one} ${other}`))];
  return values
    .filter((value) => Buffer.isBuffer(value))
    .flatMap((sealed) => keys.flatMap((key) => bindings.map((of) => open(sealed, Buffer.from(key, 'base64url'), of))))
    .filter((text) => text !== null);
}

function open(sealed: Buffer, key: Buffer, of: string): string | null {
  if (sealed.length < 28) return null;
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12))
      .setAAD(Buffer.from(of))
      .setAuthTag(sealed.subarray(-16));
    return Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()]).toString('utf8');
  } catch {
    return null;
  }
}
