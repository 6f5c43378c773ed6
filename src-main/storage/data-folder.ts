import { accessSync, chmodSync, constants, existsSync, readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import Database from 'better-sqlite3';
import { messageOf, type Result, refuse, succeed } from '../domain/result.ts';
import { hasNoRoom, isDiskFull } from './disk-full.ts';
import { makeFolder, sync } from './folders.ts';

export interface DataFolder {
  readonly path: string;
  readonly databaseFile: string;
  release(): void;
}

export type DataFolderFault =
  | { kind: 'data-folder-not-writable' | 'data-folder-in-use' | 'disk-full'; detail: string }
  | ExposedFolder;
type ExposedFolder = { kind: 'data-folder-exposed'; detail: string };

/**
 * Claims a data folder for this process. The lock is a kernel lock on a separate file that SQLite keeps open, so it ends with the process
 * and stays when the database is moved. Refuses if other users can enter this folder or the journal's, unless the folder is empty.
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
    // SQLite's rollback journal would need room on the disk; in memory it is enough, because nothing is ever written to the lock file.
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

/** The journal's folder, if it exists outside the data folder and so needs a check of its own permissions. */
const elsewhere = (journalFolder: string | undefined, path: string): string[] =>
  journalFolder !== undefined && existsSync(journalFolder) && relative(path, journalFolder).startsWith('..')
    ? [journalFolder]
    : [];

/** Why the folder cannot be used. A full disk has its own kind, because a technician can free space. */
function whyNot(path: string, error: unknown): 'disk-full' | 'data-folder-not-writable' {
  const isFull = isDiskFull(error) || (error instanceof Database.SqliteError && hasNoRoom(path));
  return isFull ? 'disk-full' : 'data-folder-not-writable';
}

/**
 * Permission bits of group and others. If a folder has an access list, the group's bits show the list's mask, so access lists are checked
 * too.
 */
const OTHERS = 0o077;
const OURS = /^(lock\.db|torn\.db|identity|.+\.journal)$/;
const OF_THE_DISK = 'lost+found';

/**
 * Checks that only the owner can enter a folder, which protects everything in it. An empty folder is restricted to the owner. Any other
 * folder is refused, so that a person decides: other users may have read its content, and the content may not belong to Torn. Throws system
 * errors.
 */
function keepPrivate(folder: string): Result<null, ExposedFolder> {
  if (isPrivate(folder)) return succeed(null);
  const names = readdirSync(folder).filter((name) => name !== OF_THE_DISK);
  if (names.length === 0) {
    chmodSync(folder, 0o700);
    sync(folder);
    if (isPrivate(folder)) return succeed(null);
  }
  const isOurs = names.length === 0 || names.some((name) => OURS.test(name));
  return refuse({
    kind: 'data-folder-exposed',
    detail: isOurs
      ? `other users can enter ${folder}; this protects it: chmod -R go= ${quoted(folder)}`
      : `other users can enter ${folder}, which also contains other data than a kiosk’s: name a folder for the kiosk alone`,
  });
}

const isPrivate = (folder: string): boolean => (statSync(folder).mode & OTHERS) === 0;

const quoted = (path: string): string => `'${path.replaceAll("'", `'\\''`)}'`;
