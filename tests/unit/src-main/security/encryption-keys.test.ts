import { expect, test } from 'vitest';
import { openEncryptionKeys } from '../../../../src-main/security/encryption-keys.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const DAY = '2026-11-25';

test('a destroyed key is deleted from the disk and zeroed in memory', async () => {
  const folder = temporaryFolder();
  const keys = openEncryptionKeys({ folder, environment: {} });
  await keys.prepare([DAY]);
  const held = keys.key(DAY);
  if (held === null) throw new Error('no key was made');
  expect(held.some((byte) => byte !== 0)).toBe(true);
  expect(keys.destroy(DAY)).toEqual({ ok: true, value: null });
  expect([...held].every((byte) => byte === 0)).toBe(true);
  expect(keys.key(DAY)).toBeNull();
  expect(keys.names()).toEqual({ ok: true, value: [] });
});

test('a key is the same after a restart, and each day has its own key', async () => {
  const folder = temporaryFolder();
  const keys = openEncryptionKeys({ folder, environment: {} });
  await keys.prepare([DAY, '2026-11-26']);
  const again = openEncryptionKeys({ folder, environment: {} });
  await again.prepare([DAY]);
  expect(again.key(DAY)).toEqual(keys.key(DAY));
  expect(keys.key('2026-11-26')).not.toEqual(keys.key(DAY));
});
