import { closeSync, existsSync, fsyncSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';

/** Writes a folder's entries to disk, because the name of a new file is lost in a power cut until its folder is synced. */
export function syncFolder(folder: string): void {
  const fd = openSync(folder, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** Creates a folder and its parents, on disk when it returns. Throws system errors. */
export function makeFolder(folder: string): void {
  if (existsSync(folder)) {
    // A process that was killed before it synced the parent may have created the folder a moment ago.
    syncIfAllowed(dirname(folder));
    return;
  }
  const highest = mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (highest === undefined) return;
  for (let made = folder; ; made = dirname(made)) {
    syncFolder(dirname(made));
    if (made === highest || made === dirname(made)) return;
  }
}

/** Syncs a folder unless this user may not enter it, because then the user has created nothing in it. */
function syncIfAllowed(folder: string): void {
  try {
    syncFolder(folder);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EACCES')) throw error;
  }
}
