import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { hasJournalFiles, moveJournalAside } from '../../../../src-main/storage/aside.ts';
import { endSetAside } from '../../../../src-main/storage/set-aside.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const DAY_MS = 86_400_000;
const NOW_MS = Date.parse('2026-11-24T11:00:00Z');

test('files that a start moved aside are deleted after their days; others named "damaged" stay, and are not a journal', () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'damaged-screen-photos'));
  writeFileSync(join(folder, 'damaged-2026-11-24.txt'), 'of the technician');
  const theirs = readdirSync(folder);
  expect(hasJournalFiles(folder)).toBe(false);

  writeFileSync(join(folder, '2026-11-24.journal'), 'damaged');
  moveJournalAside(folder);
  expect(hasJournalFiles(folder)).toBe(true);
  expect(endSetAside([folder], NOW_MS, 90)).toBe(0);
  expect(endSetAside([folder], NOW_MS + 90 * DAY_MS, 90)).toBe(1);
  expect(readdirSync(folder)).toEqual(theirs);
});
