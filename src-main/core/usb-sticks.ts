import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Where a desktop or udisks puts what somebody plugs in. */
const PLUGGED_IN = /^\/(?:run\/)?media\//;
/** Fields of a line of mountinfo, before the optional ones (proc(5)). */
const MOUNT_POINT = 4;
const OPTIONS = 5;

/** A memory that was plugged in. */
export interface Stick {
  path: string;
  isWritable: boolean;
}

/** Folders of memories that were plugged in, as the kernel lists them; `root` stands before /proc and before each. */
export async function listSticks(root: string): Promise<Stick[]> {
  const lines = await readFile(join(root, 'proc/self/mountinfo'), 'utf8').then(
    (text) => text.split('\n'),
    () => [],
  );
  return lines.flatMap((line) => {
    const [before = '', after = ''] = line.split(' - ', 2);
    const fields = before.split(' ');
    const path = unescaped(fields[MOUNT_POINT] ?? '');
    const isWritable =
      fields[OPTIONS]?.split(',').includes('rw') === true && !after.split(' ')[2]?.split(',').includes('ro');
    return PLUGGED_IN.test(path) ? [{ path: join(root, path), isWritable }] : [];
  });
}

/** Those that can be written to. */
export const findSticks = async (root: string): Promise<string[]> =>
  (await listSticks(root)).flatMap(({ path, isWritable }) => (isWritable ? [path] : []));

/** Spaces and the like stand there in octal. */
const unescaped = (text: string): string =>
  text.replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)));
