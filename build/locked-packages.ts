import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from './runtime.ts';

export const MODULES = 'node_modules/';

export interface LockedPackage {
  version?: string;
  /** Algorithm and base64 hash of the archive: `sha512-…`. */
  integrity?: string;
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  os?: string[];
  dev?: boolean;
}

export type Lock = Record<string, LockedPackage>;

export const readLock = (root = repositoryRoot): Lock =>
  (JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as { packages: Lock }).packages;

/** Yields the path in the lock (`node_modules/a/node_modules/b`) of the package `name` and of every package that it needs. */
export function* closure(lock: Lock, name: string, from: string, seen: Set<string>): Generator<string> {
  const place = locate(lock, name, from);
  // Packages for one platform (`os`) are left out: they have the licence of the package that requires them, and differ between machines.
  if (place === null || seen.has(place) || lock[place]?.os !== undefined) return;
  seen.add(place);
  yield place;
  const { dependencies, optionalDependencies } = lock[place] ?? {};
  for (const needed of Object.keys({ ...dependencies, ...optionalDependencies }))
    yield* closure(lock, needed, place, seen);
}

/** Resolves a package as Node does: beside `from`, then in the folders further up. */
function locate(lock: Lock, name: string, from: string): string | null {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf(`/${MODULES}`)))) {
    const place = `${folder === '' ? '' : `${folder}/`}${MODULES}${name}`;
    if (lock[place]) return place;
    if (folder === '') return null;
  }
}
