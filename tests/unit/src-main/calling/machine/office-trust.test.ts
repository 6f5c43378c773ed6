import { generateKeyPairSync } from 'node:crypto';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createOfficeTrust } from '../../../../../src-main/calling/machine/office-trust.ts';
import { openOfficeKiosks } from '../../../../../src-main/calling/store/office-kiosks.ts';
import { KioskRevocation } from '../../../../../src-main/contract/shared/kiosk-revocation.ts';
import { openOfficeKey } from '../../../../../src-main/security/office-key.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';

const PIN = '1'.repeat(43);
const NAME = '0190d5a0-0000-4000-8000-000000000001';
const REVOCATION = KioskRevocation.parse({
  kioskId: NAME,
  revokedAt: '2026-11-24T11:00:00.000Z',
  keyId: 'k'.repeat(43),
  signature: 's'.repeat(86),
});

async function kiosk() {
  const dataDir = join(temporaryFolder(), 'data');
  mkdirSync(dataDir);
  const kiosks = openOfficeKiosks(dataDir);
  kiosks.add(PIN, '111122223333');
  kiosks.name(PIN, NAME);
  const key = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' });
  writeFileSync(join(dataDir, 'torn-hub-key.pem'), key, { mode: 0o600 });
  writeFileSync(join(dataDir, 'hub-certificate.pem'), 'of that key');
  const officeKey = openOfficeKey({ folder: dataDir, environment: {} });
  await officeKey.use();
  const did: string[] = [];
  const logged: [string, unknown][] = [];
  const trust = createOfficeTrust({
    dataDir,
    kiosks,
    officeKey,
    leave: () => void did.push('left'),
    log: { event: (event, fields) => void logged.push([event, fields?.detail]) },
  });
  const files = () =>
    ['torn-hub-key.pem', 'hub-certificate.pem', 'torn-office-key.pem'].filter((name) =>
      existsSync(join(dataDir, name)),
    );
  return { dataDir, kiosks, trust, did, logged, files };
}

test('a revocation drops the kiosk that it names and is logged once', async () => {
  const { trust, kiosks, logged } = await kiosk();
  expect(trust.hear([REVOCATION])).toBe(true);
  expect([kiosks.all(), logged]).toEqual([[], [['sibling-revoked', PIN]]]);
  expect(trust.hear([REVOCATION])).toBe(true);
  expect(logged).toHaveLength(1);
});

test('a revocation that the disk refuses is not accepted, so that it is heard again', async () => {
  const { trust, kiosks, logged, dataDir } = await kiosk();
  rmSync(dataDir, { recursive: true });
  expect(trust.hear([REVOCATION])).toBe(false);
  expect([kiosks.all(), logged]).toEqual([[PIN], [['store-failed', expect.stringContaining(dataDir)]]]);
});

test('a kiosk that is itself revoked leaves its office and deletes its keys and its paired kiosks', async () => {
  const { trust, did, kiosks, files, logged, dataDir } = await kiosk();
  expect(files()).toHaveLength(3);
  trust.forget();
  expect([did, files(), kiosks.all(), openOfficeKiosks(dataDir).all(), logged]).toEqual([['left'], [], [], [], []]);
});

test('a key file that cannot be deleted is logged, and the other keys are deleted all the same', async () => {
  const { trust, kiosks, files, logged, dataDir } = await kiosk();
  rmSync(join(dataDir, 'torn-hub-key.pem'));
  mkdirSync(join(dataDir, 'torn-hub-key.pem', 'in-the-way'), { recursive: true });
  trust.forget();
  expect(files()).not.toContain('torn-office-key.pem');
  expect([kiosks.all(), logged]).toEqual([[], [['store-failed', expect.stringContaining('torn-hub-key.pem')]]]);
});

test('paired kiosks that the disk does not forget are logged', async () => {
  const { trust, logged, dataDir } = await kiosk();
  rmSync(dataDir, { recursive: true });
  trust.forget();
  expect(logged).toEqual([['store-failed', expect.stringContaining(dataDir)]]);
});
