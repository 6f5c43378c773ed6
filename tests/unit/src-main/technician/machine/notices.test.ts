import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readNotices } from '../../../../../src-main/technician/machine/notices.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';

test('the list of licences has the shipped packages with their licences', () => {
  const notices = readNotices('config');
  // Another test compares the versions with those that ship.
  expect(notices.map(({ name, licence }) => [name.split(' ')[0], licence])).toContainEqual(['better-sqlite3', 'MIT']);
  expect(notices.length).toBeGreaterThan(20);
  for (const { licence } of notices) expect(licence).not.toBe('');
});

test('without its file the list is empty', () => {
  expect(readNotices(join(temporaryFolder(), 'config'))).toEqual([]);
});
