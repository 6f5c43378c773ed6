import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import { type Result, refuse, succeed } from '../contract/result.ts';
import { MIGRATIONS } from './migrations/index.ts';

export type DatabaseFault = {
  kind: 'database-from-the-future' | 'database-damaged' | 'data-folder-in-use';
  detail: string;
};

/** What must hold on every connection, as SQLite reads it back. `synchronous` 2 is FULL: WAL alone silently gives NORMAL. */
const REQUIRED_PRAGMAS = { journal_mode: 'wal', synchronous: 2, foreign_keys: 1, locking_mode: 'exclusive' } as const;

/**
 * Opens the one connection to the store and brings its schema up to date. Refuses to run when a durability setting does not read
 * back as set (that is a fault of this build, so it throws), when the file is not a sound database, or when a newer Torn wrote it.
 */
export function openDatabase(file: string): Result<Database.Database, DatabaseFault> {
  let database: Database.Database | undefined;
  try {
    database = new Database(file);
    database.pragma('locking_mode = EXCLUSIVE');
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = FULL');
    database.pragma('foreign_keys = ON');
    // What is deleted is overwritten: a day of appointments that is over, or that may not lie here.
    database.pragma('secure_delete = ON');
    for (const [name, wanted] of Object.entries(REQUIRED_PRAGMAS)) {
      const found = database.pragma(name, { simple: true });
      if (found !== wanted) throw new Error(`SQLite answers ${name} = ${String(found)} where ${wanted} was set`);
    }
    const version = Number(database.pragma('user_version', { simple: true }));
    if (version > MIGRATIONS.length) {
      database.close();
      return refuse({
        kind: 'database-from-the-future',
        detail: `${file} has schema ${version}; this Torn knows ${MIGRATIONS.length}. Install the newer version again.`,
      });
    }
    const soundness = database.pragma('quick_check', { simple: true });
    if (soundness !== 'ok') {
      database.close();
      return refuse({ kind: 'database-damaged', detail: `${file}: ${String(soundness).split('\n')[0]}` });
    }
    if (version > 0 && version < MIGRATIONS.length) keepCopy(database, file, version);
    migrate(database, version);
    return succeed(database);
  } catch (error) {
    database?.close();
    if (!(error instanceof Database.SqliteError)) throw error;
    const kind = error.code.startsWith('SQLITE_BUSY') ? 'data-folder-in-use' : 'database-damaged';
    return refuse({ kind, detail: `${file}: ${error.message}` });
  }
}

/** What a migration starts from is kept beside the database: it goes forward only, a copy goes back. */
function keepCopy(database: Database.Database, file: string, version: number): void {
  const copy = `${file}.schema-${version}`;
  if (!existsSync(copy)) database.prepare('VACUUM INTO ?').run(copy);
}

function migrate(database: Database.Database, from: number): void {
  for (const [index, sql] of MIGRATIONS.entries()) {
    if (index < from) continue;
    database.transaction(() => {
      database.exec(sql);
      database.pragma(`user_version = ${index + 1}`);
    })();
  }
}
