import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, renameSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { DataFolder } from './data-folder.ts';
import { makeFolder, syncFolder } from './folders.ts';
import { IDENTITY_FILE } from './identity.ts';
import { isSegment } from './journal.ts';
import { REACHED_FILE } from './reached.ts';

/** Others may call something of theirs damaged as well: only the whole form is ours. */
const SET_ASIDE = /^damaged-\d{4}-\d{2}-\d{2}T\d{2}-\d{2}-\d{2}-\d{3}Z-[0-9a-f]{8}$/;

/** Whether a name is one that a start gave to what it moved aside. */
export const isSetAside = (name: string): boolean => SET_ASIDE.test(name);

/** Nothing damaged is ever deleted: it may tell somebody more than it tells us. */
export function moveDatabaseAside({ path, databaseFile }: DataFolder): void {
  moveAside(
    path,
    ['', '-wal', '-shm', '-journal'].map((suffix) => `${basename(databaseFile)}${suffix}`),
  );
}

/** The journal's own files; what another program has put beside them stays. */
export function moveJournalAside(folder: string): void {
  moveAside(folder, journalFiles(folder));
}

/** Whether anything of a journal stands there, or did. An empty mount point has none. */
export const hasJournalFiles = (folder: string): boolean =>
  journalFiles(folder).length > 0 || namesIn(folder).some(isSetAside);

function journalFiles(folder: string): string[] {
  return namesIn(folder).filter((name) => {
    const whole = name.replace(/\.draft$/, '');
    return whole === IDENTITY_FILE || whole === REACHED_FILE || isSegment(whole);
  });
}

const namesIn = (folder: string): string[] => (existsSync(folder) ? readdirSync(folder) : []);

/** Into a folder of its own beside them. */
export function moveAside(folder: string, names: readonly string[]): void {
  const there = names.filter((name) => existsSync(join(folder, name)));
  if (there.length === 0) return;
  const aside = join(
    folder,
    `damaged-${new Date().toISOString().replaceAll(/[:.]/g, '-')}-${randomUUID().slice(0, 8)}`,
  );
  makeFolder(aside);
  for (const name of there) renameSync(join(folder, name), join(aside, name));
  syncFolder(aside);
  syncFolder(folder);
}
