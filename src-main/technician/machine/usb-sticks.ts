import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { lstat, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Folders in which the Debian package, a desktop or udisks mounts a USB stick. */
const PLUGGED_IN = /^\/(?:run\/)?media\//;
/** Positions of the fields in a line of mountinfo, before the optional fields (proc(5)). */
const MOUNT_POINT = 4;
const OPTIONS = 5;
/** File systems without links, pipes, devices and owners, so that an attacker can prepare nothing but files and folders there. */
const USED_FILE_SYSTEMS: ReadonlySet<string> = new Set(['vfat', 'exfat']);
/** Folder in which the package's program `stick` leaves a file for each stick that it does not mount. */
const REFUSED = 'run/torn-sticks';

export interface Stick {
  path: string;
  isWritable: boolean;
}

interface Mounted extends Stick {
  fileSystem: string;
}

async function listMounted(root: string): Promise<Mounted[]> {
  const lines = await readFile(join(root, 'proc/self/mountinfo'), 'utf8').then(
    (text) => text.split('\n'),
    () => [],
  );
  return lines.flatMap((line) => {
    const [before = '', after = ''] = line.split(' - ', 2);
    const fields = before.split(' ');
    const [fileSystem = '', , superOptions = ''] = after.split(' ');
    const path = unescaped(fields[MOUNT_POINT] ?? '');
    const isWritable = fields[OPTIONS]?.split(',').includes('rw') === true && !superOptions.split(',').includes('ro');
    return PLUGGED_IN.test(path) ? [{ path: join(root, path), isWritable, fileSystem }] : [];
  });
}

const isUsed = ({ fileSystem }: Mounted): boolean => USED_FILE_SYSTEMS.has(fileSystem);

/** Lists the folders of USB sticks with FAT or exFAT, as the kernel reports them. `root`: prefix of /proc and of each returned folder. */
export const listSticks = async (root: string): Promise<Stick[]> => (await listMounted(root)).filter(isUsed);

export const findSticks = async (root: string): Promise<string[]> =>
  (await listSticks(root)).flatMap(({ path, isWritable }) => (isWritable ? [path] : []));

/** Why no stick can be used: there is none, or each has another file system than FAT or exFAT. */
export async function whyNoStick(root: string): Promise<'no-stick' | 'other-file-system'> {
  const mounted = await listMounted(root);
  const refused = await readdir(join(root, REFUSED)).catch(() => []);
  if (refused.length > 0) return 'other-file-system';
  return mounted.length > 0 && !mounted.some(isUsed) ? 'other-file-system' : 'no-stick';
}

/** Decodes a path of mountinfo, which writes spaces and other special characters in octal. */
const unescaped = (text: string): string =>
  text.replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)));

const DRAFT = /^\.torn-[0-9a-f-]{36}\.draft$/;
const NEW = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;

/**
 * Writes a whole file on a stick: the bytes go to a new file with a name that an attacker cannot predict, which is then renamed. No
 * existing file is opened; an earlier file `name` stays until the rename. Rejects if a step fails; before the rename it then
 * deletes the new file.
 */
export async function writeOnMemory(folder: string, name: string, bytes: Uint8Array): Promise<void> {
  const draft = join(folder, `.torn-${randomUUID()}.draft`);
  const path = join(folder, name);
  await removeDrafts(folder);
  try {
    const file = await open(draft, NEW, 0o600);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, path);
    await syncFolder(folder);
    // A stick that was pulled out during the write may have accepted every byte without an error.
    const { size } = await lstat(path);
    if (size !== bytes.length) throw new Error(`${name} has ${size} bytes`);
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined);
    throw error;
  }
}

async function removeDrafts(folder: string): Promise<void> {
  for (const name of await readdir(folder))
    if (DRAFT.test(name)) await rm(join(folder, name), { force: true }).catch(() => undefined);
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync().catch((error: unknown) => {
      // A folder on FAT cannot be synced: the call reports EINVAL after it has written the entry.
      if (!(error instanceof Error && 'code' in error && error.code === 'EINVAL')) throw error;
    });
  } finally {
    await folder.close();
  }
}
