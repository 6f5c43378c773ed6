import { chmodSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openOfficeKey } from '../../../../src-main/security/office-key.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const FILE = 'torn-office-key.pem';
const keyIn = (folder: string) => openOfficeKey({ folder, environment: {}, hostKeyFile: join(folder, 'no-host-key') });

test('the key is made once, at its first use, readable by this user only, and is the same after a restart', async () => {
  const folder = temporaryFolder();
  expect(await keyIn(folder).publicKey()).toBeNull();
  expect(readdirSync(folder)).toEqual([]);
  const key = keyIn(folder);
  const [one, other] = await Promise.all([key.use(), key.use()]);
  if (!one.ok || !other.ok) throw new Error('no key');
  expect(other.value.publicKey).toBe(one.value.publicKey);
  expect(statSync(join(folder, FILE)).mode & 0o777).toBe(0o600);
  expect(await keyIn(folder).publicKey()).toBe(one.value.publicKey);
});

test('a key that others could read, or that is invalid, is neither used nor replaced', async () => {
  const folder = temporaryFolder();
  // This call makes the key file.
  await keyIn(folder).use();
  chmodSync(join(folder, FILE), 0o644);
  expect(await keyIn(folder).use()).toMatchObject({
    ok: false,
    error: { kind: 'office-key-unusable', detail: expect.stringContaining(FILE) },
  });
  expect(await keyIn(folder).publicKey()).toBeNull();
  chmodSync(join(folder, FILE), 0o600);
  expect(await keyIn(folder).use()).toMatchObject({ ok: true });
  writeFileSync(join(folder, FILE), 'rubbish');
  expect(await keyIn(folder).use()).toEqual({
    ok: false,
    error: { kind: 'office-key-unusable', detail: 'torn-office-key: no key' },
  });
});

test('a place that cannot be read is a fault of the key', async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, FILE));
  chmodSync(join(folder, FILE), 0o600);
  expect(await keyIn(folder).use()).toMatchObject({ ok: false, error: { kind: 'office-key-unusable' } });
  expect(await keyIn(folder).publicKey()).toBeNull();
});

test('a running kiosk keeps its key without the file, until it forgets it', async () => {
  const folder = temporaryFolder();
  const key = keyIn(folder);
  const first = await key.use();
  if (!first.ok) throw new Error(first.error.detail);
  rmSync(join(folder, FILE));
  expect(await key.use()).toEqual(first);
  expect(await key.publicKey()).toBe(first.value.publicKey);
  key.forget();
  expect(await key.publicKey()).toBeNull();
  const next = await key.use();
  expect(next.ok && next.value.publicKey).not.toBe(first.value.publicKey);
});
