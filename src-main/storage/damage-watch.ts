import type Database from 'better-sqlite3';
import { isDiskFull } from './disk-full.ts';
import { isDamage, mendIndexes, REINDEX } from './indexes.ts';

interface DamageListener {
  /** Called when a statement failed because the database file is damaged. */
  onDamage(detail: string): void;
  onMended(): void;
}

/**
 * Reports each failing statement of this connection if the file is damaged; the error is still thrown. Watches every statement prepared
 * afterwards, because any module may be the first to read a rotten page.
 */
function watchForDamage(database: Database.Database, { onDamage, onMended }: DamageListener): void {
  const watched =
    <A extends readonly unknown[], T>(run: (...args: A) => T) =>
    (...args: A): T => {
      try {
        return run(...args);
      } catch (error) {
        if (isDamage(error)) onDamage(`${error.code}: ${error.message}`);
        throw error;
      }
    };
  const prepare = database.prepare.bind(database);
  const prepareWatched = watched((source: string) => {
    const statement = prepare(source);
    statement.run = watched(statement.run.bind(statement));
    statement.get = watched(statement.get.bind(statement));
    statement.all = watched(statement.all.bind(statement));
    return statement;
  });
  // TypeScript declares `prepare` with several overloads, and `prepareWatched` handles all of them alike.
  database.prepare = prepareWatched as typeof database.prepare;
  const exec = database.exec.bind(database);
  database.exec = watched((source: string) => {
    exec(source);
    if (source === REINDEX) onMended();
    return database;
  });
}

export interface DamageCareParts {
  onFirst(detail: string): void;
  onIndexMended(detail: string): void;
  onBeyondMending(detail: string): void;
  /** Runs `work` after this turn of the event loop, so that the answer to a touch is sent first. */
  afterTurn(work: () => void): void;
}

/**
 * Rebuilds the indexes; returns whether that succeeded. On a full disk it fails and leaves the repair to the next start, which first
 * deletes the reserve file to make room.
 */
function canMendIndexes(database: Database.Database): boolean {
  try {
    return mendIndexes(database);
  } catch (error) {
    if (isDiskFull(error)) return false;
    throw error;
  }
}

/**
 * Repairs damage while the kiosk runs. It rebuilds the indexes once per run; if damage is found again, it requests a restart, which
 * rebuilds the database.
 */
export function careForDamage(
  database: Database.Database,
  { onFirst, onIndexMended, onBeyondMending, afterTurn }: DamageCareParts,
): { isUnsound(detail: string): void } {
  let isKnown = false;
  let isMended = false;
  let isPlanned = false;
  let isAsked = false;
  function askForStart(detail: string): void {
    if (isAsked) return;
    isAsked = true;
    onBeyondMending(detail);
  }
  function meet(detail: string): void {
    if (!isKnown) onFirst(detail);
    isKnown = true;
    if (isPlanned || isAsked) return;
    isPlanned = true;
    const wasMended = isMended;
    afterTurn(() => {
      // The program may have closed the database in the meantime. `onFirst` has noted the damage, so the next start checks the file.
      if (!database.open) return;
      const hasMended = !wasMended && (isMended || canMendIndexes(database));
      isPlanned = false;
      if (hasMended) onIndexMended(detail);
      else askForStart(detail);
    });
  }
  watchForDamage(database, {
    onDamage: meet,
    onMended() {
      isMended = true;
    },
  });
  return {
    isUnsound(detail) {
      if (!isKnown) onFirst(detail);
      isKnown = true;
      askForStart(detail);
    },
  };
}
