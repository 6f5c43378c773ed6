import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import type { StoreCare } from '../technician/ports/machine.ts';
import { type Ballast, LOW_DISK_BYTES } from './ballast.ts';
import type { OpenedStore } from './open-store.ts';

interface StoreCareParts {
  opened: Pick<OpenedStore, 'finding' | 'backups'>;
  ballast: Pick<Ballast, 'freeBytes'>;
  folders: readonly string[];
  comparedAtMs: number;
  trouble: StoreCare['trouble'];
}

export function openStoreCare({ opened, ballast, folders, comparedAtMs, trouble }: StoreCareParts): StoreCare {
  return {
    finding: opened.finding.kind,
    comparedAtMs,
    leastFreeBytes: LOW_DISK_BYTES,
    trouble,
    backupAtMs: () => orNull(() => opened.backups.newestMs()),
    usedBytes: () => orNull(() => [...sizesIn(folders).values()].reduce((sum, bytes) => sum + bytes, 0)),
    freeBytes: () => orNull(() => ballast.freeBytes()),
  };
}

function orNull(read: () => number | null): number | null {
  try {
    return read();
  } catch {
    // A disk error must not break the technician's page, which shows `null` as a fault.
    return null;
  }
}

/** The size of each file by path; a file in both folders counts once. */
function sizesIn(folders: readonly string[]): Map<string, number> {
  const entries = folders.flatMap((folder) => readdirSync(folder, { recursive: true, withFileTypes: true }));
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  // A file that was deleted after `readdirSync` listed it, such as a draft, takes no room.
  return new Map(files.map((file) => [file, statSync(file, { throwIfNoEntry: false })?.size ?? 0]));
}

export function sqliteVersionOf(database: Database.Database): string {
  return database.prepare<[], string>('SELECT sqlite_version()').pluck().get() ?? '';
}
