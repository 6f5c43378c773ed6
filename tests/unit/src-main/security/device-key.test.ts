import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openDeviceKey } from '../../../../src-main/security/device-key.ts';
import type { SecretsPlace } from '../../../../src-main/security/secret-place.ts';
import { keyToPem, newSigningKey } from '../../../../src-main/signing/keys.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const plain = (folder: string, more: Partial<SecretsPlace> = {}) =>
  openDeviceKey({ folder, environment: {}, hostKeyFile: join(folder, 'no-host-key'), ...more });

/** systemd's ids for a credential's key: the host's key, and that key together with a TPM. */
const BY_HOST = '5a1c6a86df9d4096b1d5a65e0862f19a';
const BY_HOST_AND_TPM = '93a894094874449090caf2fc93cab553';
/** systemd's id for a credential encrypted with an empty key, which anybody can decrypt. */
const BY_NOTHING = '058469daf6f54324800549da0f8ea2fb';

/** A substitute for systemd-creds: it inverts every byte, and checks the name under which a secret was encrypted. */
function creds(folder: string, body = '', mark = BY_HOST): Partial<SecretsPlace> {
  const tool = join(folder, 'systemd-creds');
  writeFileSync(
    tool,
    `#!${process.execPath}
const { readFileSync } = require('node:fs');
${body}
const [, , verb, name] = process.argv;
const given = readFileSync(0);
const input = verb === 'encrypt' ? given : Buffer.from(given.toString(), 'base64').subarray(16);
const label = name.slice('--name='.length) + '\\n';
const turned = (bytes) => Buffer.from(bytes.map((byte) => byte ^ 0xff));
if (verb === 'encrypt') process.stdout.write(Buffer.concat([Buffer.from('${mark}', 'hex'), Buffer.from(label), turned(input)]).toString('base64'));
else {
  const end = input.indexOf(10) + 1;
  if (input.subarray(0, end).toString() !== label) process.exit(1);
  process.stdout.write(turned(input.subarray(end)));
}
`,
  );
  chmodSync(tool, 0o755);
  const hostKeyFile = join(folder, 'host-key');
  writeFileSync(hostKeyFile, '');
  return { tool, hostKeyFile };
}

const read = async (store: ReturnType<typeof openDeviceKey>, which?: 'current' | 'next') => {
  const kept = await store.read(which);
  return kept.ok ? kept.value && { keyId: kept.value.key.keyId, place: kept.value.place } : kept.error.kind;
};

describe('the kiosk’s key', () => {
  test('is in a file that only its user can read if the machine offers no better place', async () => {
    const folder = temporaryFolder();
    const key = newSigningKey();
    expect(await read(plain(folder))).toBeNull();
    expect(await plain(folder).keep(key)).toEqual({ ok: true, value: 'file' });
    expect(await read(plain(folder))).toEqual({ keyId: key.keyId, place: 'file' });
    const [name = ''] = readdirSync(folder);
    expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
  });

  test('is not used when others could read it', async () => {
    const folder = temporaryFolder();
    await plain(folder).keep(newSigningKey());
    chmodSync(join(folder, 'torn-device-key.pem'), 0o640);
    expect(await read(plain(folder))).toBe('device-key-exposed');
  });

  test('that cannot be parsed is reported as unreadable', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'torn-device-key.pem'), 'no key', { mode: 0o600 });
    expect(await read(plain(folder))).toBe('device-key-unreadable');
  });

  test('is encrypted by systemd where available, and no plain copy stays', async () => {
    const folder = temporaryFolder();
    const tool = creds(temporaryFolder());
    const key = newSigningKey();
    await plain(folder).keep(newSigningKey());
    expect(await plain(folder, tool).keep(key)).toEqual({ ok: true, value: 'host' });
    expect(await read(plain(folder, tool))).toEqual({ keyId: key.keyId, place: 'host' });
    expect(readdirSync(folder)).toEqual(['torn-device-key.cred']);
    expect(readFileSync(join(folder, 'torn-device-key.cred')).includes('PRIVATE KEY')).toBe(false);
  });

  test('is read from the credentials that systemd passes to the service, if it cannot decrypt by itself', async () => {
    const folder = temporaryFolder();
    const credentials = temporaryFolder();
    const key = newSigningKey();
    await plain(folder, creds(temporaryFolder())).keep(key);
    writeFileSync(join(credentials, 'torn-device-key'), keyToPem(key));
    const service = plain(folder, { tool: '/nowhere', environment: { CREDENTIALS_DIRECTORY: credentials } });
    expect(await read(service)).toEqual({ keyId: key.keyId, place: 'host' });
  });

  test('counts as bound to a TPM only if the credential itself says so', async () => {
    for (const [mark, place] of [
      [BY_HOST_AND_TPM, 'tpm'],
      [BY_HOST, 'host'],
      [BY_NOTHING, 'file'],
      ['00'.repeat(16), 'file'],
    ] as const) {
      const folder = temporaryFolder();
      const credentials = temporaryFolder();
      const key = newSigningKey();
      expect(await plain(folder, creds(temporaryFolder(), '', mark)).keep(key)).toEqual({ ok: true, value: place });
      writeFileSync(join(credentials, 'torn-device-key'), keyToPem(key));
      const service = plain(folder, { tool: '/nowhere', environment: { CREDENTIALS_DIRECTORY: credentials } });
      expect(await read(service)).toEqual({ keyId: key.keyId, place });
    }
  });

  test('is kept in a file if systemd fails, or returns something else', async () => {
    for (const body of ['process.exit(1);', 'if (process.argv[2] === "decrypt") process.exit(1);']) {
      const folder = temporaryFolder();
      expect(await plain(folder, creds(temporaryFolder(), body)).keep(newSigningKey())).toEqual({
        ok: true,
        value: 'file',
      });
      expect(existsSync(join(folder, 'torn-device-key.cred'))).toBe(false);
    }
  });

  test('is replaced by the next one when that is promoted', async () => {
    const folder = temporaryFolder();
    const store = plain(folder);
    const [old, next] = [newSigningKey(), newSigningKey()];
    await store.keep(old);
    await store.keep(next, 'next');
    expect([await read(store), await read(store, 'next')]).toMatchObject([{ keyId: old.keyId }, { keyId: next.keyId }]);
    await store.promoteNext();
    expect(await read(store)).toMatchObject({ keyId: next.keyId });
    expect(await read(store, 'next')).toBeNull();
  });

  test('is deleted, with the next one, when it is wiped', async () => {
    const folder = temporaryFolder();
    const store = plain(folder, creds(temporaryFolder()));
    await store.keep(newSigningKey());
    await plain(folder).keep(newSigningKey(), 'next');
    store.wipe();
    expect(readdirSync(folder)).toEqual([]);
    expect(await read(store)).toBeNull();
  });

  test('that the disk does not write, read, rename or delete is reported as a fault', async () => {
    const folder = temporaryFolder();
    const store = plain(folder);
    await store.keep(newSigningKey());
    // A folder with the name of the draft, or of the key file, makes the disk refuse to write.
    mkdirSync(join(folder, 'torn-device-key.pem.draft'));
    await store.keep(newSigningKey(), 'next');
    expect(await store.keep(newSigningKey())).toMatchObject({ ok: false, error: { kind: 'store-failed' } });
    expect(await store.promoteNext()).toMatchObject({ ok: false, error: { kind: 'store-failed' } });
    expect(await read(store, 'next')).not.toBeNull();
    mkdirSync(join(folder, 'torn-device-key.cred'));
    expect(await read(store)).toBe('device-key-unreadable');
    expect(store.wipe()).toMatchObject({ ok: false, error: { kind: 'store-failed' } });
  });
});
