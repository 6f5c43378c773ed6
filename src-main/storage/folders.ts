import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Writes a file's content or a folder's entries to disk, because the name of a new file is lost in a power cut until its folder is synced.
 */
export function sync(path: string): void {
  const fd = openSync(path, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/**
 * Replaces a file atomically: when it returns, file and folder entry are on disk; after a power cut or on a full disk the file is the old
 * or the new one.
 */
export function replaceFile(path: string, content: string): void {
  const draft = `${path}.draft`;
  writeFileSync(draft, content, { mode: 0o600, flush: true });
  renameSync(draft, path);
  sync(dirname(path));
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
    sync(dirname(made));
    if (made === highest || made === dirname(made)) return;
  }
}

/** Syncs a folder unless this user may not enter it, because then the user has created nothing in it. */
function syncIfAllowed(folder: string): void {
  try {
    sync(folder);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EACCES')) throw error;
  }
}
