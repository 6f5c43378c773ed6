import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The content of a folder: each file by its path. The path of a folder ends with a slash. */
export type Image = ReadonlyMap<string, Buffer>;

/** A folder in memory, if the machine has one, for many small files that are soon removed. */
export const QUICK_FOLDER = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

export function writeImage(folder: string, image: Image): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const [path, bytes] of [...image].toSorted(([a], [b]) => (a < b ? -1 : 1)))
    if (path.endsWith('/')) mkdirSync(join(folder, path), { mode: 0o700 });
    else writeFileSync(join(folder, path), bytes);
}

export function readImage(folder: string): Image {
  const image = new Map<string, Buffer>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const name = path.slice(folder.length + 1);
    if (entry.isDirectory()) image.set(`${name}/`, Buffer.alloc(0));
    else image.set(name, readFileSync(path));
  }
  return image;
}

export function differences(a: Image, b: Image): string[] {
  const paths = new Set([...a.keys(), ...b.keys()]);
  return [...paths].filter((path) => {
    const [one, other] = [a.get(path), b.get(path)];
    return !one || !other || !one.equals(other);
  });
}
