import { execFileSync } from 'node:child_process';
import { constants, createPublicKey, publicEncrypt, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readKeyring } from '../../../src-central/appointments/keyring.ts';
import { readSettings } from '../../../src-central/settings.ts';
import { OfficeId } from '../../../src-main/contract/shared/ids.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { terrassa } from '../../support/test-centre.ts';

const LIBRARIES = ['/usr/lib/softhsm/libsofthsm2.so', '/usr/lib64/softhsm/libsofthsm2.so'];
const PIN = '739214';

/** A SoftHSM token with an RSA key, and a key that encrypts office keys and is itself encrypted with the RSA key. */
function startModule() {
  const folder = temporaryFolder();
  const library = LIBRARIES.find((path) => existsSync(path));
  if (library === undefined) throw new Error('no SoftHSM is installed: node build/system-libs.ts --test-tools');
  mkdirSync(join(folder, 'tokens'));
  const conf = join(folder, 'softhsm2.conf');
  writeFileSync(conf, `directories.tokendir = ${join(folder, 'tokens')}\n`);
  process.env.SOFTHSM2_CONF = conf;
  onTestFinished(() => {
    delete process.env.SOFTHSM2_CONF;
  });
  const run = (program: string, args: readonly string[]) =>
    execFileSync(program, args, { env: { ...process.env, PIN }, stdio: ['ignore', 'pipe', 'pipe'] });
  run('softhsm2-util', ['--init-token', '--free', '--label', 'ajuntament', '--pin', PIN, '--so-pin', '00000000']);
  const at = ['--module', library, '--token-label', 'ajuntament', '--label', 'oficines'];
  run('pkcs11-tool', [...at, '--login', '--pin', 'env:PIN', '--keypairgen', '--key-type', 'rsa:2048', '--id', '01']);
  const der = join(folder, 'public.der');
  run('pkcs11-tool', [...at, '--read-object', '--type', 'pubkey', '--output-file', der]);
  const publicKey = createPublicKey({ key: readFileSync(der), format: 'der', type: 'spki' });
  const clear = randomBytes(32);
  const padding = { key: publicKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' };
  const file = join(folder, 'office-keys');
  writeFileSync(
    file,
    publicEncrypt(padding, clear)
      .toString('base64')
      .replace(/(.{76})/g, '$1\n'),
    { mode: 0o600 },
  );
  const keyringWith = (over: Record<string, string> = {}) => {
    const settings = readSettings(
      {
        DATABASE_URL: 'postgres://localhost/torn',
        CENTRE_KEY_FILE: '/k',
        OFFICE_KEYS_KEY_FILE: file,
        OFFICE_KEYS_MODULE: library,
        OFFICE_KEYS_MODULE_TOKEN: 'ajuntament',
        OFFICE_KEYS_MODULE_KEY: '01',
        OFFICE_KEYS_MODULE_PIN: PIN,
        ...over,
      },
      null,
    );
    return settings.ok ? readKeyring(settings.value) : settings;
  };
  return { file, clear, keyringWith };
}

describe('a module of PKCS #11', () => {
  it('decrypts the key of office keys, which is in no file before or after', () => {
    const { file, clear, keyringWith } = startModule();
    const left = readdirSync(tmpdir()).filter((name) => name.startsWith('torn-key-'));
    const [one, other] = [keyringWith(), keyringWith()];
    if (!one.ok || !other.ok) throw new Error(JSON.stringify([one, other]));
    const place = { cityId: terrassa, officeId: OfficeId.parse('oac-dido') };
    const key = randomBytes(32).toString('base64url');
    expect(other.value.decrypt(place, 1, one.value.encrypt(place, 1, key) ?? '')).toBe(key);
    expect(readFileSync(file, 'utf8')).not.toContain(clear.toString('base64').slice(0, 20));
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith('torn-key-'))).toEqual(left);
  });

  it.each([
    ['a wrong PIN', { OFFICE_KEYS_MODULE_PIN: '000000' }, 'CKR_PIN_INCORRECT'],
    ['another token', { OFFICE_KEYS_MODULE_TOKEN: 'cap' }, 'does not decrypt the key'],
    ['another key', { OFFICE_KEYS_MODULE_KEY: '02' }, 'does not decrypt the key'],
    ['a label', { OFFICE_KEYS_MODULE_KEY: 'oficines' }, 'is not the id'],
    ['no such library', { OFFICE_KEYS_MODULE: '/nowhere.so' }, 'does not decrypt the key'],
    ['no PIN', { OFFICE_KEYS_MODULE_PIN: '' }, 'needs OFFICE_KEYS_MODULE_TOKEN'],
  ])('with %s begins nothing, and says why without a secret', (_fault, over, why) => {
    const { clear, keyringWith } = startModule();
    const refused = keyringWith(over);
    expect(refused).toMatchObject({ ok: false, error: { detail: expect.stringContaining(why) } });
    for (const secret of [PIN, clear.toString('base64')]) expect(JSON.stringify(refused)).not.toContain(secret);
  });
});
