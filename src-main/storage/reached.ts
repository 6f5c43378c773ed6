import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readCheckedFile, writeCheckedFile } from './checked-file.ts';
import { RecordPlace } from './journal-record.ts';

export const REACHED_FILE = 'reached';

/**
 * Reads the position (epoch and seq) that the journal is known to have reached. The note is written at a start, with each new segment, and
 * every hour. A journal or backup that ends earlier has lost its last records, however sound it looks. `null`: no note, or an unreadable
 * one.
 */
export function readReached(folder: string): RecordPlace | null {
  const path = join(folder, REACHED_FILE);
  const json = existsSync(path) ? readCheckedFile(path) : null;
  const place = RecordPlace.safeParse(json === null ? null : JSON.parse(json));
  return place.success ? place.data : null;
}

export const noteReached = (folder: string, place: RecordPlace): void =>
  writeCheckedFile(join(folder, REACHED_FILE), JSON.stringify(place));

export const isBefore = (one: RecordPlace, other: RecordPlace): boolean =>
  one.epoch < other.epoch || (one.epoch === other.epoch && one.seq < other.seq);
