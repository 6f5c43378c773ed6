import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, renameSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { DataFolder } from './data-folder.ts';
import { makeFolder, sync } from './folders.ts';
import { IDENTITY_FILE } from './identity.ts';
import { isSegment } from './journal.ts';
import { REACHED_FILE } from './reached.ts';

/** Names of the folders into which damaged files were moved. The whole name must match, because other programs may use similar names. */
const SET_ASIDE = /^damaged-\d{4}-\d{2}-\d{2}T\d{2}-\d{2}-\d{2}-\d{3}Z-[0-9a-f]{8}$/;

export const isSetAside = (name: string): boolean => SET_ASIDE.test(name);

/**
 * Moves the database into a folder of damaged files, which only `endSetAside` deletes much later, because an expert may still recover data
 * from them.
 */
export function moveDatabaseAside({ path, databaseFile }: DataFolder): void {
  moveAside(
    path,
    ['', '-wal', '-shm', '-journal'].map((suffix) => `${basename(databaseFile)}${suffix}`),
  );
}

/** Moves the journal's own files into a folder of damaged files; files of other programs stay. */
export function moveJournalAside(folder: string): void {
  moveAside(folder, journalFiles(folder));
}

/**
 * Whether the folder contains a journal, or one that was moved aside as damaged. False for an empty folder, such as the mount point of a
 * disk that is not mounted.
 */
export const hasJournalFiles = (folder: string): boolean =>
  journalFiles(folder).length > 0 || namesIn(folder).some(isSetAside);

function journalFiles(folder: string): string[] {
  return namesIn(folder).filter((name) => {
    const whole = name.replace(/\.draft$/, '');
    return whole === IDENTITY_FILE || whole === REACHED_FILE || isSegment(whole);
  });
}

const namesIn = (folder: string): string[] => (existsSync(folder) ? readdirSync(folder) : []);

export function moveAside(folder: string, names: readonly string[]): void {
  const there = names.filter((name) => existsSync(join(folder, name)));
  if (there.length === 0) return;
  const aside = join(
    folder,
    `damaged-${new Date().toISOString().replaceAll(/[:.]/g, '-')}-${randomUUID().slice(0, 8)}`,
  );
  makeFolder(aside);
  for (const name of there) renameSync(join(folder, name), join(aside, name));
  sync(aside);
  sync(folder);
}
