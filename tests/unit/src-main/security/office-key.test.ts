import { chmodSync, readdirSync, statSync, writeFileSync } from 'node:fs';
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
  // Makes the key; its result does not matter.
  await keyIn(folder).use();
  chmodSync(join(folder, FILE), 0o644);
  expect(await keyIn(folder).use()).toMatchObject({ ok: false, error: { kind: 'office-key-unusable' } });
  expect(await keyIn(folder).publicKey()).toBeNull();
  chmodSync(join(folder, FILE), 0o600);
  expect(await keyIn(folder).use()).toMatchObject({ ok: true });
  writeFileSync(join(folder, FILE), 'no key');
  expect(await keyIn(folder).use()).toMatchObject({ ok: false });
});
