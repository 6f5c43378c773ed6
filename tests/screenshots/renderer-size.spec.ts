import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from '@playwright/test';
import { repositoryRoot } from '../../build/runtime.ts';
import { provideBundles } from '../../build/vite.ts';
import { LANGUAGES, WORKING_LANGUAGES } from '../../config/languages.ts';

/** Largest number of compressed bytes before the first screen: the slow processor of an old panel reads and compiles all of them. */
const MOST_BYTES = 98_000;
/** Largest number of compressed bytes for another language, before its first screen. */
const MOST_BYTES_OF_A_LANGUAGE = 9_000;
/**
 * Largest numbers of compressed bytes before the first screen of a technician or clerk: the sentences in three languages, and the screens.
 */
const MOST_BYTES_OF_STAFF = { 'staff-sentences': 79_000, 'drawn-for-staff': 27_000 };

test('packed JavaScript is at most 98 kB for the first screen, 9 kB for a chosen language, 79 kB for the words of staff and 27 kB for their screens', async () => {
  await provideBundles(['renderer']);
  const folder = join(repositoryRoot, 'out', 'renderer');
  const packed = (file: string): number => gzipSync(readFileSync(join(folder, file)), { level: 9 }).length;
  const page = readFileSync(join(folder, 'index.html'), 'utf8');
  const [first = '', ...more] = [...page.matchAll(/src="\.\/(assets\/[^"]+\.js)"/g)].map(([, file = '']) => file);
  expect(more).toEqual([]);
  expect(readFileSync(join(folder, first), 'utf8')).not.toMatch(/^import[\s{*"']/m);
  expect(packed(first)).toBeLessThanOrEqual(MOST_BYTES);
  const later = readdirSync(join(folder, 'assets'))
    .map((name) => `assets/${name}`)
    .filter((file) => file.endsWith('.js') && file !== first);
  const staffs = Object.entries(MOST_BYTES_OF_STAFF).map(([name, most]) => {
    const file = later.find((one) => one.includes(name)) ?? '';
    expect(packed(file), name).toBeLessThanOrEqual(most);
    return file;
  });
  const languages = later.filter((file) => !staffs.includes(file));
  expect(languages).toHaveLength(LANGUAGES.length - WORKING_LANGUAGES.length);
  for (const file of languages) expect(packed(file), file).toBeLessThanOrEqual(MOST_BYTES_OF_A_LANGUAGE);
});
