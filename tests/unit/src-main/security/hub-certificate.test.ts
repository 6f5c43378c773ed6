import { X509Certificate } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openHubCertificate } from '../../../../src-main/security/hub-certificate.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const open = (folder: string, addresses: readonly string[], names: readonly string[] = ['kiosk.local']) =>
  openHubCertificate({ folder, environment: {}, hosts: { names, addresses } });

test('browsers are not asked to trust anew while the machine has one of the addresses of its certificate, or none', async () => {
  const folder = temporaryFolder();
  const first = await open(folder, ['192.168.1.20']);
  expect(new X509Certificate(first.certificate).fingerprint256).toBe(first.fingerprint);
  // A cable was plugged in, another was pulled, and there is no network at all.
  for (const addresses of [['192.168.1.20', '10.0.0.7'], ['10.0.0.7', '192.168.1.20'], []])
    expect(await open(folder, addresses)).toEqual(first);
});

test('a machine with other addresses, or another name, shows a new certificate of its old key', async () => {
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

test('a certificate of another key, or a spoiled one, is made anew', async () => {
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
