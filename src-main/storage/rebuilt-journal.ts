import { closeSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { openEventRows } from './event-rows.ts';
import { makeFolder, syncFolder } from './folders.ts';
import { segmentName } from './journal.ts';
import { lineOf } from './journal-record.ts';

/** Number of events in a rebuilt journal: about four days of a busy office. */
const REWRITTEN = 20_000;

/** The newest events of a sound database as the only segment of a new journal. */
export interface RebuiltJournal {
  name: string;
  lines: readonly string[];
}

/** Reads everything for the new journal before anything of the old one is changed. */
export function journalOf(database: Database.Database): RebuiltJournal {
  const newestDay = database.prepare<[], string>('SELECT max(service_day) FROM counter').pluck().get();
  return { name: segmentName(newestDay ?? '1970-01-01'), lines: openEventRows(database).newest(REWRITTEN).map(lineOf) };
}

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
