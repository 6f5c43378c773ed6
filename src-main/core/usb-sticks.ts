import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Where a desktop or udisks puts what somebody plugs in. */
const PLUGGED_IN = /^\/(?:run\/)?media\//;
/** Fields of a line of mountinfo, before the optional ones (proc(5)). */
const MOUNT_POINT = 4;
const OPTIONS = 5;

/** Folders of memories that were plugged in and can be written to, as the kernel lists them; `root` stands before /proc and before each. */
export async function findSticks(root: string): Promise<string[]> {
  const lines = await readFile(join(root, 'proc/self/mountinfo'), 'utf8').then(
    (text) => text.split('\n'),
    () => [],
  );
  return lines.flatMap((line) => {
    const [before = '', after = ''] = line.split(' - ', 2);
    const fields = before.split(' ');
    const path = unescaped(fields[MOUNT_POINT] ?? '');
    const isWritable = fields[OPTIONS]?.split(',').includes('rw') && !after.split(' ')[2]?.split(',').includes('ro');
    return PLUGGED_IN.test(path) && isWritable ? [join(root, path)] : [];
  });
}

/** Spaces and the like stand there in octal. */
const unescaped = (text: string): string =>
  text.replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)));
