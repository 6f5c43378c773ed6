import { chmodSync, readdirSync, statSync } from 'node:fs';
import { type Result, refuse, succeed } from '../domain/result.ts';
import { syncFolder } from './folders.ts';

export type ExposedFolder = { kind: 'data-folder-exposed'; detail: string };

/** Permission bits of group and others; an access list shows its mask as the group's bits. */
const OTHERS = 0o077;
const OURS = /^(lock\.db|torn\.db|identity|.+\.journal)$/;
const OF_THE_DISK = 'lost+found';

/**
 * Checks that only the owner can enter a folder, which protects everything in it. Restricts an empty folder to the owner, because nothing
 * in it could be read. Any other folder is left to a person, because its content may have been read and may not belong to Torn. Throws
 * system errors.
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
      ? `other users can enter ${folder}; this protects it: chmod -R go= ${quoted(folder)}`
      : `other users can enter ${folder}, which also contains other data than a kiosk’s: name a folder for the kiosk alone`,
  });
}

const isPrivate = (folder: string): boolean => (statSync(folder).mode & OTHERS) === 0;

const quoted = (path: string): string => `'${path.replaceAll("'", `'\\''`)}'`;
