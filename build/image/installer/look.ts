import { createHash } from 'node:crypto';
import { cpSync, existsSync, lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { messageOf } from '../../../src-main/domain/result.ts';
import { COUNT_UNSENT, LAST_PLACES } from '../../../src-main/storage/unsent.ts';
import type { Copied, Holdings, Places } from './holdings.ts';
import { NOTHING_COPIED } from './holdings.ts';

/** Root's own folder of the data partition, and what is in it. */
export const OWN = 'lib/torn-machine';
export const MARK = join(OWN, 'copied.json');
export const KEPT = join(OWN, 'kept-journals');
export const DATA = 'lib/torn';

/** A database and its write-ahead log. */
const DATABASE = ['torn.db', 'torn.db-wal'];
/**
 * The files that record a kiosk's events. The journal is a rolling window, so older events that the centre lacks are in the database alone.
 */
export const RECORDS: readonly string[] = ['journal', ...DATABASE];

const PlacesRow = z.array(z.object({ epoch: z.int(), seq: z.int() }));
const CopiedRow = z.object({ places: PlacesRow.nullable(), alone: z.string().nullable(), kept: z.array(z.string()) });

/** Reads the mark that a copy leaves on the disk. A mark that a power cut left unreadable counts as no copy. */
export function copiedIn(file: string): Copied {
  try {
    return CopiedRow.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return NOTHING_COPIED;
  }
}

const namesIn = (folder: string): string[] => (existsSync(folder) ? readdirSync(folder).sort() : []);

/** A kiosk's events: its journal and its database. */
export interface Archive {
  /** The name under which a factory reset kept it; `null`: the kiosk's own. */
  name: string | null;
  folder: string;
  /** Paths below the folder. */
  files: readonly string[];
}

const isFile = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false })?.isFile() ?? false;

const recordsIn = (folder: string): string[] =>
  [...DATABASE, ...namesIn(join(folder, 'journal')).map((name) => join('journal', name))].filter((file) =>
    isFile(join(folder, file)),
  );

/** The archives of a data partition, the newest first. */
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

/** Looks at a mounted data partition. `scratch`: a folder in memory, for a copy that SQLite may write to. */
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
 * Asks a copy of the database in `scratch`: after a power cut the last events are in the write-ahead log alone, and SQLite reads that log
 * only where it may write.
 */
function ask(folder: string, scratch: string): { unsent: number; places: Places } {
  const copy = mkdtempSync(join(scratch, 'look-'));
  try {
    for (const name of DATABASE) if (existsSync(join(folder, name))) cpSync(join(folder, name), join(copy, name));
    const database = new DatabaseSync(join(copy, 'torn.db'));
    try {
      const { unsent } = z.object({ unsent: z.int() }).parse(database.prepare(COUNT_UNSENT).get());
      return { unsent, places: PlacesRow.parse(database.prepare(LAST_PLACES).all()) };
    } finally {
      database.close();
    }
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}
