import { accessSync, constants, existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import Database from 'better-sqlite3';
import { messageOf, type Result, refuse, succeed } from '../domain/result.ts';
import { hasNoRoom, isDiskFull } from './disk-full.ts';
import { makeFolder } from './folders.ts';
import { type ExposedFolder, keepPrivate } from './private-folder.ts';

export interface DataFolder {
  readonly path: string;
  readonly databaseFile: string;
  release(): void;
}

export type DataFolderFault =
  | { kind: 'data-folder-not-writable' | 'data-folder-in-use' | 'disk-full'; detail: string }
  | ExposedFolder;

/**
 * Takes a data folder for this process alone. The lock is the kernel's own on a file that SQLite keeps open, apart from the
 * database, so it ends with the process however it ends and outlives a database that is moved aside. Refused where others can enter it,
 * or the journal's folder.
 */
export function claimDataFolder(path: string, journalFolder?: string): Result<DataFolder, DataFolderFault> {
  try {
    makeFolder(path);
    for (const folder of [path, ...elsewhere(journalFolder, path)]) {
      const kept = keepPrivate(folder);
      if (!kept.ok) return kept;
    }
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    return refuse({ kind: whyNot(path, error), detail: `${path}: ${messageOf(error)}` });
  }
  let lock: Database.Database | undefined;
  try {
    lock = new Database(join(path, 'lock.db'), { timeout: 0 });
    lock.pragma('locking_mode = EXCLUSIVE');
    // A file of its own for what is taken back would need room; nothing is ever written here.
    lock.pragma('journal_mode = MEMORY');
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock?.close();
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY'))
      return refuse({ kind: 'data-folder-in-use', detail: `${path} belongs to a core that is running` });
    return refuse({ kind: whyNot(path, error), detail: `${path}: ${messageOf(error)}` });
  }
  const held = lock;
  return succeed({ path, databaseFile: join(path, 'torn.db'), release: () => held.close() });
}

/** The journal's folder, where it stands and the data folder's own door does not close it. */
const elsewhere = (journalFolder: string | undefined, path: string): string[] =>
  journalFolder !== undefined && existsSync(journalFolder) && relative(path, journalFolder).startsWith('..')
    ? [journalFolder]
    : [];

/** A full disk is told as what it is: somebody can make room. */
function whyNot(path: string, error: unknown): 'disk-full' | 'data-folder-not-writable' {
  const isFull = isDiskFull(error) || (error instanceof Database.SqliteError && hasNoRoom(path));
  return isFull ? 'disk-full' : 'data-folder-not-writable';
}
