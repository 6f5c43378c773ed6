import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { type Result, refuse, succeed } from '../domain/result.ts';
import { hasNoRoom, isDiskFull } from './disk-full.ts';
import { FRAME_HEADER_BYTES, LOG_HEADER_BYTES, newestFirstPage } from './log-pages.ts';
import { LEAST_READER, MIGRATIONS } from './migrations/index.ts';
import { findSchemaFault, findUnusableTable } from './schema.ts';

export type DatabaseFault = {
  kind: 'database-from-the-future' | 'database-damaged' | 'data-folder-in-use' | 'disk-full';
  detail: string;
};

/** Settings of the store's connection as SQLite reads them back. `synchronous` 2 is FULL; without it WAL silently uses NORMAL. */
const REQUIRED_PRAGMAS = { journal_mode: 'wal', synchronous: 2, foreign_keys: 1, locking_mode: 'exclusive' } as const;

/**
 * Opens the only connection to the store and migrates its schema. Throws when a durability setting is not read back as set, which is a bug
 * of this build. Refuses a file that is no sound database, or that a newer Torn has marked as unreadable for this version; such a file is
 * left unchanged.
 */
export function openDatabase(file: string): Result<Database.Database, DatabaseFault> {
  let database: Database.Database | undefined;
  try {
    const needed = neededReader(file);
    if (needed > MIGRATIONS.length)
      return refuse({
        kind: 'database-from-the-future',
        detail: `${file} needs a reader of schema ${needed}; this version of Torn reads up to ${MIGRATIONS.length}. Install the newer version again.`,
      });
    database = new Database(file);
    database.pragma('locking_mode = EXCLUSIVE');
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = FULL');
    database.pragma('foreign_keys = ON');
    // SQLite then overwrites deleted data, such as appointments of a past day or data that must not be on this disk.
    database.pragma('secure_delete = ON');
    for (const [name, wanted] of Object.entries(REQUIRED_PRAGMAS)) {
      const found = database.pragma(name, { simple: true });
      if (found !== wanted) throw new Error(`SQLite reports ${name} = ${String(found)} although ${wanted} was set`);
    }
    const soundness = database.pragma('quick_check', { simple: true });
    if (soundness !== 'ok') {
      database.close();
      return refuse({ kind: 'database-damaged', detail: `${file}: ${String(soundness).split('\n')[0]}` });
    }
    const version = versionOf(database);
    const rotten = findSchemaFault(database, version);
    if (rotten !== null) {
      database.close();
      return refuse({ kind: 'database-damaged', detail: `${file}: ${rotten}` });
    }
    if (version > 0 && version < MIGRATIONS.length) keepCopy(database, file, version);
    migrate(database, version);
    const unusable = findUnusableTable(database);
    if (unusable !== null) {
      database.close();
      // A schema that a newer program extended, and that this one cannot use, is not damage.
      const kind = version > MIGRATIONS.length ? 'database-from-the-future' : 'database-damaged';
      return refuse({ kind, detail: `${file}: ${unusable}` });
    }
    return succeed(database);
  } catch (error) {
    database?.close();
    if (!(error instanceof Database.SqliteError)) throw error;
    return refuse({ kind: faultOf(error, file), detail: `${file}: ${error.message}` });
  }
}

/** The kind of fault behind an error of SQLite. A database on a full disk is sound and must not be treated as damaged. */
function faultOf(error: Error & { code: string }, file: string): DatabaseFault['kind'] {
  if (error.code.startsWith('SQLITE_BUSY')) return 'data-folder-in-use';
  return isDiskFull(error) || hasNoRoom(dirname(file)) ? 'disk-full' : 'database-damaged';
}

const PAGE_BYTES = 4_096;

/**
 * Whether the write-ahead log ends within a frame, after a power cut or a truncation. To be called before the database is opened, because
 * SQLite then silently drops the rest.
 */
export function hasCutLog(file: string): boolean {
  const log = `${file}-wal`;
  const bytes = existsSync(log) ? statSync(log).size : 0;
  return bytes > 0 && (bytes - LOG_HEADER_BYTES) % (FRAME_HEADER_BYTES + PAGE_BYTES) !== 0;
}

/** Copies the database before a migration, because migrations only go forward. */
function keepCopy(database: Database.Database, file: string, version: number): void {
  const copy = `${file}.schema-${version}`;
  if (!existsSync(copy)) database.prepare('VACUUM INTO ?').run(copy);
}

function migrate(database: Database.Database, from: number): void {
  for (const [index, sql] of MIGRATIONS.entries()) {
    if (index < from) continue;
    const version = index + 1;
    database.transaction(() => {
      database.exec(sql);
      // Older programs read the version from `user_version`, newer ones from the table.
      database.pragma(`user_version = ${Math.min(version, LEAST_READER)}`);
      if (hasVersionTable(database)) database.prepare('UPDATE schema_version SET version = ?').run(version);
    })();
  }
}

const USER_VERSION_AT = 60;
const HEADER_BYTES = 100;

/**
 * The lowest schema that a program must know for this file, read without writing; 0 for a new file. SQLite would first create a log index
 * of 32 kB, for which a full disk has no room, so this function reads the log itself.
 */
function neededReader(file: string): number {
  if (!existsSync(file)) return 0;
  return newestFirstPage(`${file}-wal`)?.readUInt32BE(USER_VERSION_AT) ?? neededReaderOf(file);
}

/** Reads the lowest schema from the file alone, without its log. */
function neededReaderOf(file: string): number {
  const header = Buffer.alloc(HEADER_BYTES);
  const fd = openSync(file, 'r');
  try {
    readSync(fd, header, 0, HEADER_BYTES, 0);
  } finally {
    closeSync(fd);
  }
  return header.toString('latin1', 0, 15) === 'SQLite format 3' ? header.readUInt32BE(USER_VERSION_AT) : 0;
}

const hasVersionTable = (database: Database.Database): boolean =>
  database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'schema_version'").get() !== undefined;

function versionOf(database: Database.Database): number {
  if (!hasVersionTable(database)) return Number(database.pragma('user_version', { simple: true }));
  return database.prepare<[], number>('SELECT version FROM schema_version').pluck().get() ?? LEAST_READER;
}
