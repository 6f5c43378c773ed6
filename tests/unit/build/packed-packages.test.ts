import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, matchesGlob, relative } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { closure, readLock } from '../../../build/locked-packages.ts';
import { repositoryRoot } from '../../../build/runtime.ts';
import { ALL_PARTS, CORE_EXTERNALS, CORE_FILES } from '../../../build/vite.ts';

const lock = readLock();
const placesOf = (names: readonly string[]): ReadonlySet<string> => {
  const seen = new Set<string>();
  for (const name of names) for (const _place of closure(lock, name, '', seen));
  return seen;
};

/** Patterns in `files` of the kiosk's package that exclude packages, or parts of packages, of node_modules. */
const leftOut = [
  ...readFileSync(join(repositoryRoot, 'electron-builder.yml'), 'utf8').matchAll(/^ {2}- "!(.+)"$/gm),
].map(([, pattern = '']) => pattern);
const isPacked = (file: string): boolean => !leftOut.some((pattern) => matchesGlob(file, pattern));

const OF_KIOSK = [...CORE_EXTERNALS, ...CORE_FILES];
/**
 * Packages that are not needed at run time: `node-addon-api` serves only compilers, and only serialport's index imports these packages of
 * `@serialport`.
 */
const NOT_AT_RUN_TIME =
  /(?:^|\/)node_modules\/node-addon-api$|^node_modules\/@serialport\/(?:binding-mock|parser-(?!readline$|delimiter$)[a-z-]+)$/;

test('the kiosk’s package carries all packages that the kiosk needs, and none that only the centre needs', () => {
  const everything = placesOf(Object.keys(lock['']?.dependencies ?? {}));
  const kiosk = placesOf(OF_KIOSK);
  expect(kiosk.size).toBeGreaterThan(20);
  const packed = [...everything].filter((place) => isPacked(place) && isPacked(`${place}/package.json`));
  expect(packed.toSorted()).toEqual([...kiosk].filter((place) => !NOT_AT_RUN_TIME.test(place)).toSorted());
});

const packedFilesOf = (place: string): string[] =>
  readdirSync(join(repositoryRoot, place), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(repositoryRoot, join(entry.parentPath, entry.name)))
    .filter((file) => !file.slice(place.length).includes('node_modules/') && isPacked(file));

test('the kiosk’s package carries no pages, tests, sources or mocks of other packages, but all that they run', () => {
  const kiosk = [...placesOf(OF_KIOSK)].filter((place) => !NOT_AT_RUN_TIME.test(place));
  expect(kiosk.filter((place) => /mock/.test(place))).toEqual([]);
  const files = kiosk.flatMap(packedFilesOf);
  const leftovers =
    /\/(?:tests?|docs?|docsify|benchmarks?|examples?)\/|\.(?:md|html|ts|map|gyp|cc?|cpp|h|sh|ya?ml)$|binding-mock/;
  expect(files.filter((file) => leftovers.test(file))).toEqual([]);
  const packed = new Set(files);
  const entries = [...CORE_EXTERNALS, 'pino-std-serializers', 'sonic-boom', 'thread-stream'].map((name) =>
    relative(repositoryRoot, createRequire(import.meta.url).resolve(name)),
  );
  expect(entries.filter((file) => !packed.has(file))).toEqual([]);
});

test('the kiosk’s package carries the core and the thread of its office’s server as files, and the thread without schemas', () => {
  const rules = readFileSync(join(repositoryRoot, 'electron-builder.yml'), 'utf8');
  const unpacked = /^asarUnpack: \[(.+)\]$/m.exec(rules)?.[1]?.split(', ') ?? [];
  for (const file of ['out/core/core.js', 'out/core/hub-thread.js'])
    expect([file, unpacked.some((pattern) => matchesGlob(file, pattern)), isPacked(file)]).toEqual([file, true, true]);
  // Zod would cost the thread that serves the desks (the hub) 5 MB, and the core validates already.
  expect(readFileSync(join(repositoryRoot, 'out/core/hub-thread.js'), 'utf8')).not.toMatch(/zod/i);
});

test('the kiosk’s package carries the four folders of out that the kiosk runs, and no report or page of the centre', () => {
  const { files } = parse(readFileSync(join(repositoryRoot, 'electron-builder.yml'), 'utf8')) as { files: string[] };
  const taken = files.filter((pattern) => !pattern.startsWith('!'));
  const made = [...ALL_PARTS, 'audit', 'central', 'evidence', 'manual', 'pages', 'a-new-report'];
  const carried = made.filter((folder) => taken.some((pattern) => matchesGlob(`out/${folder}/file`, pattern)));
  expect(carried.toSorted()).toEqual(['core', 'hub', 'renderer', 'shell']);
  expect(taken.filter((pattern) => matchesGlob('out/bundles.json', pattern))).toEqual([]);
});
