import { constants } from 'node:fs';
import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { listSticks, type Stick, whyNoStick, writeOnMemory } from '../../technician/machine/usb-sticks.ts';
import type { LookTrouble, OfficeRefusal, SaveStage } from '../contract/office-travel.ts';

export interface SticksPlace {
  root: string;
  /** A folder to use instead of a USB stick; `null`: none. */
  folder: string | null;
}

export interface StickFile {
  name: string;
  bytes: Buffer | null;
  refused: OfficeRefusal | null;
}

const MOST_FILES = 12;
const LONGEST_NAME = 80;
const sticksOf = async ({ root, folder }: SticksPlace): Promise<Stick[]> =>
  folder === null ? listSticks(root) : [{ path: folder, isWritable: true }];

type Saved = Extract<SaveStage, 'saved'> | Exclude<SaveStage, 'none' | 'saving' | 'saved' | 'no-key'>;

/** Writes the whole file or nothing: an earlier file of that name stays until the new file is complete. */
export async function writeOnStick(place: SticksPlace, name: string, bytes: Uint8Array): Promise<Saved> {
  const sticks = await sticksOf(place);
  const [stick, another] = sticks;
  if (stick === undefined) return whyNoStick(place.root);
  if (another !== undefined) return 'two-sticks';
  if (!stick.isWritable) return 'stick-read-only';
  try {
    await writeOnMemory(stick.path, name, bytes);
    return 'saved';
  } catch (error) {
    return troubleOf(error, await isGone(stick, place));
  }
}

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '');

const TROUBLES: ReadonlyMap<string, Saved> = new Map([
  ['ENOSPC', 'stick-full'],
  ['EDQUOT', 'stick-full'],
  ['EROFS', 'stick-read-only'],
  ['EACCES', 'stick-read-only'],
  ['EPERM', 'stick-read-only'],
  ['EIO', 'stick-gone'],
  ['ENODEV', 'stick-gone'],
  ['ENXIO', 'stick-gone'],
]);

const troubleOf = (error: unknown, gone: boolean): Saved =>
  gone ? 'stick-gone' : (TROUBLES.get(codeOf(error)) ?? 'not-saved');

async function isGone(stick: Stick, place: SticksPlace): Promise<boolean> {
  const isListed = (await sticksOf(place)).some(({ path }) => path === stick.path);
  const isThere = await stat(stick.path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  return !isListed || !isThere;
}

/** Compares numbers in names by value, so that version 10 follows version 9. */
const { compare: compareNames } = new Intl.Collator('en', { numeric: true });

/**
 * Reads the files whose names match `wanted` on all USB sticks, at most `MOST_FILES` in total. The names of each stick come in descending
 * sequence, so that an office's newest version comes first.
 */
export async function readFromSticks(
  place: SticksPlace,
  wanted: RegExp,
  mostBytes: number,
): Promise<{ trouble: LookTrouble | null; files: StickFile[] }> {
  const sticks = await sticksOf(place);
  if (sticks.length === 0) return { trouble: await whyNoStick(place.root), files: [] };
  const paths: { folder: string; name: string }[] = [];
  let trouble: LookTrouble | null = null;
  for (const { path: folder } of sticks)
    try {
      const names = (await readdir(folder)).filter((name) => wanted.test(name)).toSorted(compareNames);
      paths.push(...names.toReversed().map((name) => ({ folder, name })));
    } catch {
      trouble = 'stick-gone';
    }
  const files: StickFile[] = [];
  for (const { folder, name } of paths.slice(0, MOST_FILES)) files.push(await readOne(folder, name, mostBytes));
  return { trouble, files };
}

/** Reads one file. Anything but a regular file is refused, because a link can lead anywhere and a pipe never ends. */
async function readOne(folder: string, name: string, mostBytes: number): Promise<StickFile> {
  const shown = name.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '').slice(0, LONGEST_NAME);
  const refused = (why: OfficeRefusal): StickFile => ({ name: shown, bytes: null, refused: why });
  try {
    const file = await open(join(folder, name), constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      if (!(await file.stat()).isFile()) return refused('not-a-file');
      const bytes = Buffer.alloc(mostBytes + 1);
      let length = 0;
      for (let read = 1; read > 0 && length < bytes.length; length += read)
        ({ bytesRead: read } = await file.read(bytes, length, bytes.length - length, length));
      return length > mostBytes
        ? refused('too-large')
        : { name: shown, bytes: bytes.subarray(0, length), refused: null };
    } finally {
      await file.close();
    }
  } catch (error) {
    return refused(codeOf(error) === 'ELOOP' ? 'not-a-file' : 'unreadable');
  }
}
