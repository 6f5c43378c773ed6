import { closeSync, constants, fstatSync, lstatSync, openSync, readFileSync, type Stats, statSync } from 'node:fs';
import { userInfo } from 'node:os';
import { dirname, resolve } from 'node:path';
import { messageOf, type Result, succeed } from '../src-main/domain/result.ts';
import { type BadSettings, wrong } from './settings.ts';

type Kind = 'file' | 'folder';
const OWN_MODE = { file: '600', folder: '700' } as const;
const OTHERS = 0o077;
const EVERYBODY = 0o007;

const quoted = (path: string): string => (/^[\w@%+=:,./-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`);

/**
 * Whether the file lies in the folder of this service's credentials, which systemd or a container creates. Its files belong to root; a
 * group entry or an access list lets this user read them, and other users cannot enter the folder.
 */
function isCredential(path: string): boolean {
  const folder = process.env.CREDENTIALS_DIRECTORY;
  return folder ? dirname(resolve(path)) === resolve(folder) : false;
}

/** Returns how other users could read or change the file, and the command that repairs it. `null`: they cannot. */
function complaint(path: string, stats: Stats, kind: Kind): string | null {
  if (stats.isSymbolicLink())
    return `${path} is a link: name the ${kind} itself, because a link can be pointed at another`;
  if (kind === 'file' ? !stats.isFile() : !stats.isDirectory()) return `${path} is not a plain ${kind}`;
  const uid = process.getuid?.();
  const isGiven = isCredential(path);
  if (uid !== undefined && stats.uid !== uid && !(isGiven && stats.uid === 0))
    return `${path} belongs to another user, who could change it: chown ${quoted(userInfo().username)} ${quoted(path)}`;
  if ((stats.mode & (isGiven ? EVERYBODY : OTHERS)) === 0) return null;
  const recursive = kind === 'folder' ? 'chmod -R go= ' : `chmod ${OWN_MODE.file} `;
  return `${path} can be read or written by others: ${recursive}${quoted(path)}`;
}

/** Checks that other users cannot enter the folder. A missing folder passes, because this program will create it private. */
export function checkPrivateFolder(path: string): Result<null, BadSettings> {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  const found = stats && complaint(path, stats, 'folder');
  return found ? wrong(found) : succeed(null);
}

/** Reads a key that a group of services may read, perhaps through a link, as is common for TLS keys. */
export function readGroupFile(path: string): Result<string, BadSettings> {
  try {
    return (statSync(path).mode & EVERYBODY) === 0
      ? succeed(readFileSync(path, 'utf8'))
      : wrong(`${path} can be read or written by everybody: chmod o= ${quoted(path)}`);
  } catch (error) {
    return wrong(`${path} cannot be read: ${messageOf(error)}`);
  }
}

/** Reads a file that only this user can read or write. The open file is checked, so that it cannot be exchanged after the check. */
export function readPrivateFile(path: string): Result<string, BadSettings> {
  let handle: number;
  try {
    // Without O_NONBLOCK, opening a pipe without a writer would wait for ever.
    handle = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    const isLink = lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink();
    return wrong(isLink ? `${path} is a link: name the file itself` : `${path} cannot be read: ${messageOf(error)}`);
  }
  try {
    const found = complaint(path, fstatSync(handle), 'file');
    return found === null ? succeed(readFileSync(handle, 'utf8')) : wrong(found);
  } catch (error) {
    return wrong(`${path} cannot be read: ${messageOf(error)}`);
  } finally {
    closeSync(handle);
  }
}
