// Usage: npm run notices. Writes NOTICES: the licences of all third-party work that ships.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { heldText, insideOf, LICENCES } from './held-licences.ts';
import { closure, MODULES, readLock } from './locked-packages.ts';
import { repositoryRoot } from './runtime.ts';
import { type BundledFiles, buildAll, CORE_EXTERNALS, CORE_FILES } from './vite.ts';

const noticesFile = join(repositoryRoot, 'build', 'NOTICES');

/** Returns the lock's path of the package to which a bundled file belongs; `null` for Torn's own files. */
export function placeOf(file: string): string | null {
  const inside = file.startsWith(`${repositoryRoot}/`) ? file.slice(repositoryRoot.length + 1) : '';
  const at = inside.lastIndexOf(MODULES);
  if (at < 0) return null;
  const rest = inside.slice(at + MODULES.length);
  return inside.slice(0, at) + MODULES + rest.split('/', rest.startsWith('@') ? 2 : 1).join('/');
}

/**
 * Returns a package's licence texts, or those kept in `build/licences` for it. Throws if there are none, because nothing ships without its
 * licence.
 */
function licenceText(place: string, name: string): string {
  const folder = join(repositoryRoot, place);
  const names = readdirSync(folder).filter((file) => /^(licen[cs]e|copying|notice)/i.test(file));
  const texts = names.sort().map((file) => readFileSync(join(folder, file), 'utf8').trim());
  if (texts.length > 0) return texts.join('\n\n');
  const held = LICENCES.packages[name];
  if (held === undefined) throw new Error(`${name} has no licence text: add it to build/licences/licences.json`);
  return [`Copyright (c) ${held.copyright}`, ...held.texts.map(heldText)].join('\n\n');
}

const RULE = '-'.repeat(80);

/** Returns the lock's paths of the npm packages that ship, in bundles or beside them. */
export function shippedPlaces(bundled: BundledFiles): ReadonlySet<string> {
  const lock = readLock();
  const seen = new Set<string>();
  for (const name of [...CORE_EXTERNALS, ...CORE_FILES]) for (const _place of closure(lock, name, '', seen));
  for (const file of bundled) {
    const place = placeOf(file);
    if (place !== null) seen.add(place);
  }
  return seen;
}

/** Returns the sections of NOTICES for these packages, sorted. */
export const sectionsOf = (places: Iterable<string>): string[] =>
  [...places]
    .map((place) => {
      const manifest = JSON.parse(readFileSync(join(repositoryRoot, place, 'package.json'), 'utf8')) as Record<
        string,
        unknown
      >;
      return `${RULE}\n${manifest.name} ${manifest.version}\nLicence: ${licenceName(manifest)}\n\n${licenceText(place, String(manifest.name))}\n`;
    })
    .sort();

function composeNotices(bundled: BundledFiles): string {
  const inside = Object.entries(LICENCES.inside).flatMap(([name, components]) => insideOf(name, components));
  return [
    'Torn is licensed under the EUPL 1.2 (see LICENSE). It ships with the following work of others.\n',
    'Electron (MIT) and Chromium (many): LICENSE.electron.txt and LICENSES.chromium.html beside the executable.',
    'Node.js (MIT and others): resources/node/LICENSE.\n',
    ...sectionsOf(shippedPlaces(bundled)),
    ...inside,
  ].join('\n');
}

function licenceName({ license }: Record<string, unknown>): string {
  return typeof license === 'string' ? license : 'see below';
}

/** Returns a complaint if NOTICES differs from the text for these bundles; `null` if it is the same. */
export function checkNotices(bundled: BundledFiles): string | null {
  if (existsSync(noticesFile) && readFileSync(noticesFile, 'utf8') === composeNotices(bundled)) return null;
  return 'NOTICES does not name what ships today: run `npm run notices` and commit it.';
}

if (import.meta.main) writeFileSync(noticesFile, composeNotices(await buildAll()));
