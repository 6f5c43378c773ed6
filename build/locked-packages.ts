import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from './runtime.ts';

export const MODULES = 'node_modules/';

export interface LockedPackage {
  version?: string;
  /** Algorithm and base64 of the archive: `sha512-…`. */
  integrity?: string;
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  os?: string[];
}

export type Lock = Record<string, LockedPackage>;

export const readLock = (): Lock =>
  (JSON.parse(readFileSync(join(repositoryRoot, 'package-lock.json'), 'utf8')) as { packages: Lock }).packages;

/** Places (`node_modules/a/node_modules/b`) of a package and all it needs at run time. */
export function* closure(lock: Lock, name: string, from: string, seen: Set<string>): Generator<string> {
  const place = locate(lock, name, from);
  // One machine's build of the package that names it: under the same licence, and not the same on every machine.
  if (place === null || seen.has(place) || lock[place]?.os !== undefined) return;
  seen.add(place);
  yield place;
  const { dependencies, optionalDependencies } = lock[place] ?? {};
  for (const needed of Object.keys({ ...dependencies, ...optionalDependencies }))
    yield* closure(lock, needed, place, seen);
}

/** As Node looks for it: beside `from`, then further out. */
function locate(lock: Lock, name: string, from: string): string | null {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf(`/${MODULES}`)))) {
    const place = `${folder === '' ? '' : `${folder}/`}${MODULES}${name}`;
    if (lock[place]) return place;
    if (folder === '') return null;
  }
}
