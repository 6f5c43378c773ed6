import { join } from 'node:path';
import { expect, test } from 'vitest';
import lock from '../../../../package-lock.json' with { type: 'json' };
import { readNotices } from '../../../../src-main/core/notices.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

test('the list of licences names what ships, each in the version that ships', () => {
  const notices = readNotices('config');
  const { version } = lock.packages['node_modules/better-sqlite3'];
  expect(notices).toContainEqual({ name: `better-sqlite3 ${version}`, licence: 'MIT' });
  expect(notices.length).toBeGreaterThan(20);
  for (const { licence } of notices) expect(licence).not.toBe('');
});

test('without its file the list is empty', () => {
  expect(readNotices(join(temporaryFolder(), 'config'))).toEqual([]);
});
