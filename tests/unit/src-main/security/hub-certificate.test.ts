import { X509Certificate } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { forgetHubKey, openHubCertificate } from '../../../../src-main/security/hub-certificate.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const open = (folder: string, addresses: readonly string[], names: readonly string[] = ['kiosk.local']) =>
  openHubCertificate({ folder, environment: {}, hosts: { names, addresses } });

test('the certificate stays the same while the machine has one of its addresses, or none, so that browsers need no new trust', async () => {
  const folder = temporaryFolder();
  const first = await open(folder, ['192.168.1.20']);
  expect(new X509Certificate(first.certificate).fingerprint256).toBe(first.fingerprint);
  for (const addresses of [['192.168.1.20', '10.0.0.7'], ['10.0.0.7', '192.168.1.20'], []])
    expect(await open(folder, addresses)).toEqual(first);
});

test('a machine with other addresses, or another name, gets a new certificate of its old key', async () => {
  const folder = temporaryFolder();
  const first = await open(folder, ['192.168.1.20']);
  const moved = await open(folder, ['10.0.0.7']);
  expect(moved.key).toBe(first.key);
  expect(moved.fingerprint).not.toBe(first.fingerprint);
  expect(new X509Certificate(moved.certificate).checkIP('10.0.0.7')).toBe('10.0.0.7');
  const renamed = await open(folder, ['10.0.0.7'], ['other.local']);
  expect(new X509Certificate(renamed.certificate).checkHost('other.local')).toBe('other.local');
  expect(renamed.key).toBe(first.key);
});

test('a certificate of another key, or a damaged one, is made anew', async () => {
  const [folder, elsewhere] = [temporaryFolder(), temporaryFolder()];
  const [own, other] = [await open(folder, ['10.0.0.7']), await open(elsewhere, ['10.0.0.7'])];
  const file = join(folder, 'hub-certificate.pem');
  for (const wrong of [other.certificate, 'no certificate']) {
    writeFileSync(file, wrong);
    const again = await open(folder, ['10.0.0.7']);
    expect(again.key).toBe(own.key);
    expect(readFileSync(file, 'utf8')).toBe(again.certificate);
    expect(new X509Certificate(again.certificate).checkIssued(new X509Certificate(own.certificate))).toBe(true);
    expect(again.certificate).not.toBe(wrong);
  }
});

test('a certificate has what browsers require: this machine’s names and addresses, server use only, and validity on any date', async () => {
  const { certificate, key } = await open(temporaryFolder(), ['192.168.1.20', 'fd00::1'], ['kiosk.local', 'kiosk']);
  const read = new X509Certificate(certificate);
  expect(certificate).toMatch(/^-----BEGIN CERTIFICATE-----\n([A-Za-z0-9+/=]{1,64}\n)+-----END CERTIFICATE-----\n$/);
  const lengths = certificate
    .split('\n')
    .slice(1, -3)
    .map(({ length }) => length);
  expect(new Set(lengths)).toEqual(new Set([64]));
  expect(read.verify(read.publicKey)).toBe(true);
  expect(read.subject).toMatch(/^CN=Torn [0-9a-f]{8}$/);
  expect(read.issuer).toBe(read.subject);
  expect([read.validFrom, read.validTo]).toEqual(['Jan  2 00:00:00 1970 GMT', 'Dec 31 00:00:00 2049 GMT']);
  expect(read.subjectAltName).toBe(
    'DNS:localhost, DNS:kiosk.local, DNS:kiosk, IP Address:127.0.0.1, IP Address:192.168.1.20, IP Address:FD00:0:0:0:0:0:0:1',
  );
  expect(read.ca).toBe(false);
  const serverAuthentication = '1.3.6.1.5.5.7.3.1';
  expect(read.keyUsage).toEqual([serverAuthentication]);
  expect(read.serialNumber).toMatch(/^40[0-9A-F]{30}$/);
  expect(read.publicKey.asymmetricKeyDetails).toEqual({ namedCurve: 'prime256v1' });
  expect(key).toContain('BEGIN PRIVATE KEY');
  const der = read.raw.toString('hex');
  const [versionThree, constraints, extendedUsage, isCritical] = ['a003020102', '0603551d13', '0603551d25', '0101ff'];
  expect([versionThree, constraints + isCritical, extendedUsage].map((part) => der.includes(part))).toEqual([
    true,
    true,
    true,
  ]);
  expect(der).not.toContain(extendedUsage + isCritical);
});

test('two certificates of one key have one subject and two serial numbers', async () => {
  const folder = temporaryFolder();
  const [first, second] = [await open(folder, ['10.0.0.1']), await open(folder, ['10.0.0.2'])].map(
    ({ certificate }) => new X509Certificate(certificate),
  );
  expect(second?.subject).toBe(first?.subject);
  expect(second?.serialNumber).not.toBe(first?.serialNumber);
});

test('a machine whose certificate lacks one of its names gets a new one', async () => {
  const folder = temporaryFolder();
  await open(folder, ['10.0.0.7'], ['kiosk.local']);
  const { certificate } = await open(folder, ['10.0.0.7'], ['kiosk.local', 'other.local']);
  expect(new X509Certificate(certificate).checkHost('other.local')).toBe('other.local');
});

test('only its user can read the certificate, and no draft is left', async () => {
  const folder = temporaryFolder();
  await open(folder, ['10.0.0.7']);
  expect(statSync(join(folder, 'hub-certificate.pem')).mode & 0o077).toBe(0);
  expect(readdirSync(folder).filter((name) => name.endsWith('.draft'))).toEqual([]);
});

test('a full disk does not prevent the use of the present certificate', async () => {
  const folder = temporaryFolder();
  const before = await open(folder, ['10.0.0.7']);
  for (const name of ['torn-hub-key.pem', 'hub-certificate.pem']) mkdirSync(join(folder, `${name}.draft`));
  expect(await open(folder, ['10.0.0.7'])).toEqual(before);
});

test('a kiosk that forgets its key deletes key and certificate, also when repeated, and later makes new ones', async () => {
  const folder = temporaryFolder();
  const before = await open(folder, ['10.0.0.7']);
  for (let times = 0; times < 2; times += 1) {
    forgetHubKey({ folder, environment: {} });
    expect(readdirSync(folder)).toEqual([]);
  }
  const after = await open(folder, ['10.0.0.7']);
  expect(after.key).not.toBe(before.key);
  expect(after.fingerprint).not.toBe(before.fingerprint);
});

test('a key that others can read, or that the disk does not keep, gives no certificate', async () => {
  const exposed = temporaryFolder();
  writeFileSync(join(exposed, 'torn-hub-key.pem'), 'a key', { mode: 0o644 });
  await expect(open(exposed, ['10.0.0.7'])).rejects.toThrow(/^exposed: other users can read/);
  expect(readdirSync(exposed)).toEqual(['torn-hub-key.pem']);
  const refusing = temporaryFolder();
  mkdirSync(join(refusing, 'torn-hub-key.pem.draft'));
  await expect(open(refusing, ['10.0.0.7'])).rejects.toThrow(/EISDIR/);
  const full = temporaryFolder();
  mkdirSync(join(full, 'hub-certificate.pem.draft'));
  await expect(open(full, ['10.0.0.7'])).rejects.toThrow(/EISDIR/);
});
