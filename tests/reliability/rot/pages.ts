import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Random } from '../random.ts';

/** One page of a database file, as SQLite's `dbstat` describes it. */
export interface Page {
  owner: string;
  isOfIndex: boolean;
  isInner: boolean;
  offset: number;
}

export const ROTS = ['entry-head', 'entry-body', 'entry-place', 'child', 'head'] as const;
export type Rot = (typeof ROTS)[number];

const LEAF_HEADER_BYTES = 8;
const INNER_HEADER_BYTES = 12;
/** The first page begins with the file's header. */
const FILE_HEADER_BYTES = 100;

/** Lists the pages with entries of tables and indexes. The file must be valid and have no write-ahead log. */
export function pagesOf(bytes: Buffer): Page[] {
  const folder = mkdtempSync(join(tmpdir(), 'torn-pages-'));
  const file = join(folder, 'torn.db');
  try {
    writeFileSync(file, bytes);
    const database = new Database(file);
    const pageBytes = Number(database.pragma('page_size', { simple: true }));
    const found = database
      .prepare<[], { name: string; pagetype: string; pageno: number; type: string }>(
        `SELECT dbstat.name, pagetype, pageno, coalesce(type, 'table') AS type
         FROM dbstat LEFT JOIN sqlite_schema ON sqlite_schema.name = dbstat.name
         WHERE pagetype IN ('leaf', 'internal') AND ncell > 0 ORDER BY pageno`,
      )
      .all();
    database.close();
    return found.map(({ name, pagetype, pageno, type }) => ({
      owner: name,
      isOfIndex: type === 'index',
      isInner: pagetype === 'internal',
      offset: (pageno - 1) * pageBytes,
    }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export interface RottenByte {
  at: number;
  to: number;
}

/** Chooses a byte of the page with the meaning `kind`, and a new value; `null`: the page has no such byte. */
export function rotOf(bytes: Buffer, page: Page, kind: Rot, random: Random): RottenByte | null {
  const head = page.offset + (page.offset === 0 ? FILE_HEADER_BYTES : 0);
  const entries = bytes.readUInt16BE(head + 3);
  if (entries === 0) return null;
  const headerBytes = page.isInner ? INNER_HEADER_BYTES : LEAF_HEADER_BYTES;
  const place = head + headerBytes + 2 * random.int(0, entries - 1);
  const entry = page.offset + bytes.readUInt16BE(place);
  const leaf = page.isInner ? 4 : 0;
  const at = {
    // This byte is in the length of an entry or in the types of its columns, so a statement that reads this entry
    // finds no valid record.
    'entry-head': entry + leaf + random.int(0, 3),
    'entry-body': entry + leaf + random.int(4, 24),
    'entry-place': place + random.int(0, 1),
    child: page.isInner ? entry + random.int(0, 3) : -1,
    head: head + random.int(0, headerBytes - 1),
  }[kind];
  const before = bytes[at];
  if (at < 0 || before === undefined) return null;
  return { at, to: before ^ (1 << random.int(0, 7)) };
}
