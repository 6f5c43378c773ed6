import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from '@playwright/test';
import { repositoryRoot } from '../../build/runtime.ts';
import { provideBundles } from '../../build/vite.ts';

/** An old panel's processor reads and compiles all of it before the first screen. */
const MOST_BYTES = 120_000;

test('the JavaScript of the screens is at most 120 kB, packed', async () => {
  await provideBundles(['renderer']);
  const folder = join(repositoryRoot, 'out', 'renderer', 'assets');
  const scripts = readdirSync(folder).filter((name) => name.endsWith('.js'));
  expect(scripts.length).toBeGreaterThan(0);
  const all = Buffer.concat(scripts.map((name) => readFileSync(join(folder, name))));
  expect(gzipSync(all, { level: 9 }).length).toBeLessThanOrEqual(MOST_BYTES);
});
