import { chmodSync, readdirSync, statSync } from 'node:fs';
import { type Result, refuse, succeed } from '../domain/result.ts';
import { syncFolder } from './folders.ts';

export type ExposedFolder = { kind: 'data-folder-exposed'; detail: string };

/** Group and others; an access list shows its mask as the group's bits. */
const OTHERS = 0o077;
/** What stands in a data folder or a journal of ours. */
const OURS = /^(lock\.db|torn\.db|identity|.+\.journal)$/;
/** A new file system's own. */
const OF_THE_DISK = 'lost+found';

/**
 * Whether only its owner can enter a folder; nobody reaches what stands in it otherwise. An empty one is closed here, since nothing in it
 * has been seen yet. Any other is left as it is, for a person: what it holds may have been read, and it may not be ours to close.
 * Throws what the system says.
 */
export function keepPrivate(folder: string): Result<null, ExposedFolder> {
  if (isPrivate(folder)) return succeed(null);
  const names = readdirSync(folder).filter((name) => name !== OF_THE_DISK);
  if (names.length === 0) {
    chmodSync(folder, 0o700);
    syncFolder(folder);
    if (isPrivate(folder)) return succeed(null);
  }
  const isOurs = names.length === 0 || names.some((name) => OURS.test(name));
  return refuse({
    kind: 'data-folder-exposed',
    detail: isOurs
      ? `others can enter ${folder}; this closes it: chmod -R go= ${quoted(folder)}`
      : `others can enter ${folder}, and it holds more than a kiosk’s data: name a folder of its own`,
  });
}

const isPrivate = (folder: string): boolean => (statSync(folder).mode & OTHERS) === 0;

/** For a shell. */
const quoted = (path: string): string => `'${path.replaceAll("'", `'\\''`)}'`;
