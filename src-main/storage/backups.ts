import { copyFileSync, existsSync, readdirSync, renameSync, rmSync, statSync, unlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { makeFolder, sync } from './folders.ts';
import { findFault, findFaultNow, isDamage } from './indexes.ts';
import { MIGRATIONS } from './migrations/index.ts';
import { findSchemaFault } from './schema.ts';

const KEPT = 3;
const NAME = /^torn-(\d+)\.db$/;

/** Thrown when a backup is damaged, because the database is: a page-by-page copy has the faults of its source. */
export class UnsoundCopy extends Error {}

/** Backups of the running database. Each is marked with `is_backup`, so that a start recognises a restored backup. */
export interface Backups {
  /** Makes and checks a backup, and deletes all but the three newest. Rejects when the backup cannot be made or is not sound. */
  make(database: Database.Database, atMs: number): Promise<string>;
  /** Deletes the backups made before `atMs`, but never the newest; returns how many it deleted. */
  deleteBefore(atMs: number): number;
  /** Deletes all backups, because they contain data that must not be on this disk. */
  deleteAll(): void;
  /**
   * Paths of the sound backups of this enrolment (`incarnation`), the newest first; each backup is fully checked when the iteration reaches
   * it.
   */
  sound(incarnation: string): Iterable<string>;
  oldestMs(): number | null;
  newestMs(): number | null;
}

export function openBackups(folder: string): Backups {
  const times = (): number[] =>
    existsSync(folder)
      ? readdirSync(folder)
          .flatMap((name) => NAME.exec(name)?.[1] ?? [])
          .map(Number)
          .toSorted((a, b) => a - b)
      : [];
  const pathOf = (time: number): string => join(folder, `torn-${time}.db`);

  return {
    async make(database, atMs) {
      makeFolder(folder);
      const draft = join(folder, 'draft.db');
      if (existsSync(draft)) unlinkSync(draft);
      await database.backup(draft);
      const copy = new Database(draft);
      try {
        copy.pragma('journal_mode = DELETE');
        copy.pragma('synchronous = FULL');
        copy.prepare('UPDATE kiosk SET is_backup = 1').run();
        // A restored backup must not give the kiosk a slot, not even a promised slot that the next start was to take.
        copy.prepare('UPDATE centre SET slot_to_take = NULL, incarnation_to_take = NULL').run();
        const fault = findSchemaFault(copy, MIGRATIONS.length) ?? (await findFault(copy));
        if (fault !== null) throw new UnsoundCopy(fault);
      } catch (error) {
        throw isDamage(error) ? new UnsoundCopy(error.message) : error;
      } finally {
        copy.close();
      }
      // The newest backup must sort last even after the clock went back.
      const time = Math.max(Math.round(atMs), (times().at(-1) ?? 0) + 1);
      renameSync(draft, pathOf(time));
      sync(folder);
      for (const old of times().slice(0, -KEPT)) unlinkSync(pathOf(old));
      return pathOf(time);
    },
    deleteBefore(atMs) {
      const old = times()
        .slice(0, -1)
        .filter((time) => time < atMs);
      for (const time of old) unlinkSync(pathOf(time));
      if (old.length > 0) sync(folder);
      return old.length;
    },
    deleteAll() {
      for (const time of times()) unlinkSync(pathOf(time));
      rmSync(join(folder, 'draft.db'), { force: true });
      if (existsSync(folder)) sync(folder);
    },
    *sound(incarnation) {
      for (const path of times().toReversed().map(pathOf)) if (isSound(path, incarnation)) yield path;
    },
    oldestMs: () => times()[0] ?? null,
    newestMs: () => times().at(-1) ?? null,
  };
}

function isSound(path: string, incarnation: string): boolean {
  if (statSync(path).size === 0) return false;
  let copy: Database.Database | undefined;
  try {
    copy = new Database(path, { readonly: true });
    const owner = copy.prepare('SELECT incarnation FROM kiosk').pluck().get();
    return owner === incarnation && findFaultNow(copy) === null;
  } catch {
    return false;
  } finally {
    copy?.close();
  }
}

export function putBack(backup: string, databaseFile: string): void {
  copyFileSync(backup, databaseFile);
  sync(databaseFile);
  sync(dirname(databaseFile));
}
