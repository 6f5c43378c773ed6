import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * The sources of all bundles. `package-lock.json` and the stamp of `bootstrap.mjs` change with the installed packages, whose files are not
 * listed here.
 */
const SOURCES = [
  'src-main',
  'src-renderer',
  'src-central/pages',
  'src-central/trouble',
  'hardware',
  'config',
  'build',
  'package.json',
  'package-lock.json',
  'node_modules/.torn-stamp',
] as const;

/** The state at the last build of each part: hashes over names, sizes and times of its sources and of its bundle. */
type Notes = Partial<Record<string, { sources: string; bundle: string }>>;

/** Remembers whether a bundle and all its sources are unchanged since its build. `npm run package` always builds. */
export interface BundleNotes {
  isFresh(part: string): boolean;
  made(part: string, sources: string): void;
  sources(): string;
}

export function openBundleNotes(root: string): BundleNotes {
  const file = join(root, 'out', 'bundles.json');
  const sources = (): string => stateOf(SOURCES.map((name) => join(root, name)));
  const bundle = (part: string): string => stateOf([join(root, 'out', part)]);
  return {
    sources,
    isFresh(part) {
      const note = read(file)[part];
      return note !== undefined && note.sources === sources() && note.bundle === bundle(part);
    },
    made(part, of) {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, JSON.stringify({ ...read(file), [part]: { sources: of, bundle: bundle(part) } }));
    },
  };
}

function read(file: string): Notes {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Notes;
  } catch {
    return {};
  }
}

function stateOf(places: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of places.flatMap(filesIn)) {
    const found = statSync(file, { bigint: true, throwIfNoEntry: false });
    hash.update(`${file}\0${found?.size}\0${found?.mtimeNs}\n`);
  }
  return hash.digest('hex');
}

function filesIn(place: string): string[] {
  const found = statSync(place, { throwIfNoEntry: false });
  if (found === undefined) return [];
  if (!found.isDirectory()) return [place];
  return readdirSync(place, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
