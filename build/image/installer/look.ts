import { createHash } from 'node:crypto';
import { cpSync, existsSync, lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { messageOf } from '../../../src-main/domain/result.ts';
import { COUNT_UNSENT, LAST_PLACES } from '../../../src-main/storage/unsent.ts';
import { Copied, type Holdings, NOTHING_COPIED, Places } from './holdings.ts';

export const OWN = 'lib/torn-machine';
export const MARK = join(OWN, 'copied.json');
export const KEPT = join(OWN, 'kept-journals');
export const DATA = 'lib/torn';

const DATABASE = ['torn.db', 'torn.db-wal'];
/**
 * Files that record a kiosk's events. The journal keeps only recent events, so older events that the centre lacks are in the database
 * alone.
 */
export const RECORDS: readonly string[] = ['journal', ...DATABASE];

/** Reads the record that a copy leaves on the disk. A record that a power cut made unreadable counts as no copy. */
export function copiedIn(file: string): Copied {
  try {
    return Copied.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return NOTHING_COPIED;
  }
}

const namesIn = (folder: string): string[] => (existsSync(folder) ? readdirSync(folder).sort() : []);

export interface Archive {
  /** The name that a factory reset gave the archive; `null` for the kiosk's present data. */
  name: string | null;
  folder: string;
  files: readonly string[];
}

const isFile = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false })?.isFile() ?? false;

const recordsIn = (folder: string): string[] =>
  [...DATABASE, ...namesIn(join(folder, 'journal')).map((name) => join('journal', name))].filter((file) =>
    isFile(join(folder, file)),
  );

/** Returns the archives of a data partition, newest first. */
export const archivesIn = (data: string): Archive[] =>
  [
    { name: null, folder: join(data, DATA) },
    ...namesIn(join(data, KEPT))
      .toSorted((one, other) => other.localeCompare(one, 'en', { numeric: true }))
      .map((name) => ({ name, folder: join(data, KEPT, name) })),
  ]
    .map((archive) => ({ ...archive, files: recordsIn(archive.folder) }))
    .filter(({ files }) => files.some((file) => DATABASE.includes(file) || file.endsWith('.journal')));

function digestOf({ folder, files }: Archive): string {
  const hash = createHash('sha256');
  for (const file of files) hash.update(`${file}\0`).update(readFileSync(join(folder, file)));
  return hash.digest('hex');
}

/** Examines a mounted data partition. `scratch` is a folder in memory, for a copy of the database that SQLite may write to. */
export function lookAt(data: string, scratch: string): Holdings {
  const archives = archivesIn(data);
  const database = join(data, DATA, 'torn.db');
  const copied = copiedIn(join(data, MARK));
  const kept = archives.flatMap(({ name }) => name ?? []);
  if (!existsSync(database)) {
    const own = archives.find(({ name }) => name === null);
    if (own !== undefined) return { kind: 'journal-alone', journal: digestOf(own), kept, copied };
    return kept.length === 0 ? { kind: 'none' } : { kind: 'kiosk', unsent: 0, places: [], kept, copied };
  }
  try {
    return { kind: 'kiosk', ...ask(join(data, DATA), scratch), kept, copied };
  } catch (error) {
    return { kind: 'unreadable', detail: messageOf(error) };
  }
}

/**
 * Reads a copy of the database that it makes in `scratch`. After a power cut the last events are only in the write-ahead log, which SQLite
 * reads only in a folder where it may write.
 */
function ask(folder: string, scratch: string): { unsent: number; places: Places } {
  const copy = mkdtempSync(join(scratch, 'look-'));
  try {
    for (const name of DATABASE) if (existsSync(join(folder, name))) cpSync(join(folder, name), join(copy, name));
    const database = new DatabaseSync(join(copy, 'torn.db'));
    try {
      const { unsent } = z.object({ unsent: z.int() }).parse(database.prepare(COUNT_UNSENT).get());
      return { unsent, places: Places.parse(database.prepare(LAST_PLACES).all()) };
    } finally {
      database.close();
    }
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}
