import { closeSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { openEventRows } from './event-rows.ts';
import { makeFolder, syncFolder } from './folders.ts';
import { segmentName } from './journal.ts';
import { lineOf } from './journal-record.ts';

/** How many of the newest facts a rebuilt journal holds: some four days of a busy office. */
const REWRITTEN = 20_000;

/** The newest facts of a good database as the one segment of a new journal. */
export interface RebuiltJournal {
  name: string;
  lines: readonly string[];
}

/** Reads all that a rebuilt journal will hold, before anything of the old one is touched. */
export function journalOf(database: Database.Database): RebuiltJournal {
  const newestDay = database.prepare<[], string>('SELECT max(service_day) FROM counter').pluck().get();
  return { name: segmentName(newestDay ?? '1970-01-01'), lines: openEventRows(database).newest(REWRITTEN).map(lineOf) };
}

/** Writes it; complete or not there at all. */
export function writeJournal({ name, lines }: RebuiltJournal, folder: string): void {
  makeFolder(folder);
  const draft = join(folder, `${name}.draft`);
  const fd = openSync(draft, 'w', 0o600);
  try {
    for (const line of lines) writeSync(fd, line);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  renameSync(draft, join(folder, name));
  syncFolder(folder);
}
