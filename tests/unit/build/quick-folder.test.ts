import { mkdirSync, readdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeQuickFolder, removeAbandoned } from '../../../build/quick-folder.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

test('folders of killed runs are removed; folders of other runs and of other programs stay', () => {
  const mount = temporaryFolder();
  const nowMs = Date.UTC(2026, 11, 1);
  for (const [name, ageMs] of [
    ['torn-tests-killed', 3_600_001],
    ['torn-tests-runs', 3_600_000],
    ['other', 9_000_000],
  ] as const) {
    mkdirSync(join(mount, name, 'within'), { recursive: true });
    utimesSync(join(mount, name), (nowMs - ageMs) / 1_000, (nowMs - ageMs) / 1_000);
  }
  removeAbandoned(mount, nowMs);
  expect(readdirSync(mount).toSorted()).toEqual(['other', 'torn-tests-runs']);
});

test('a machine without a mount in memory gets no folder', () => {
  expect(makeQuickFolder(join(temporaryFolder(), 'missing'))).toBeNull();
});
