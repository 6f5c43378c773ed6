import { X509Certificate } from 'node:crypto';
import { expect, test } from 'vitest';
import { type Hosts, openHubCertificate } from '../../../../src-main/security/hub-certificate.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const NAME = 'torn-1.local';
const hosts = (addresses: readonly string[], names: readonly string[] = [NAME]): Hosts => ({ names, addresses });

/** The certificate of one kiosk at one start after the other. */
function kiosk() {
  const folder = temporaryFolder();
  return (at: Hosts) => openHubCertificate({ folder, environment: {}, hosts: at });
}

test('a cable that is plugged in or pulled out, or a network that is not there yet, keeps the certificate that browsers trust', async () => {
  const start = kiosk();
  const first = await start(hosts(['10.0.0.5', '10.0.0.6']));
  for (const addresses of [['10.0.0.5', '192.168.1.7'], ['192.168.1.7', '10.0.0.6'], ['10.0.0.6'], []])
    expect((await start(hosts(addresses))).fingerprint).toBe(first.fingerprint);
});

test('a machine with none of its addresses any more, or with another name, has a new one of the same key', async () => {
  const start = kiosk();
  const first = await start(hosts(['10.0.0.5']));
  const moved = await start(hosts(['192.168.1.7', '192.168.1.8']));
  expect([moved.fingerprint === first.fingerprint, moved.key === first.key]).toEqual([false, true]);
  const parsed = new X509Certificate(moved.certificate);
  expect(['192.168.1.7', '192.168.1.8', '10.0.0.5'].map((address) => parsed.checkIP(address) !== undefined)).toEqual([
    true,
    true,
    false,
  ]);
  const named = await start(hosts(['192.168.1.7'], ['torn-2.local']));
  expect([named.fingerprint === moved.fingerprint, named.key === first.key]).toEqual([false, true]);
});
