import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { startWireCentre, type WireCentre } from '../support/centre-at-the-wire.ts';
import { citizen } from '../support/citizen.ts';
import { demonstrationOffice } from '../support/core-process.ts';
import { type Kiosk, launchKiosk, logOf } from '../support/electron.ts';
import { makeSharedFolder } from '../support/shared-folder.ts';
import { technician } from '../support/technician.ts';

let folder: string;
let dataDir: string;
let centre: WireCentre;
let kiosk: Kiosk;
let log: () => string;

test.beforeEach(async () => {
  centre = await startWireCentre();
  centre.environment = 'test';
  folder = makeSharedFolder('pairing');
  const profile = JSON.parse(readFileSync(demonstrationOffice, 'utf8'));
  const file = join(folder, 'office.json');
  writeFileSync(file, JSON.stringify({ ...profile, centre: { url: centre.url, cityId: centre.cityId } }));
  dataDir = mkdtempSync(join(tmpdir(), 'torn-pairing-data-'));
  kiosk = await launchKiosk({ dataDir, profile: file });
  log = logOf(kiosk);
});
test.afterEach(async () => {
  await kiosk.close();
  await centre.close();
  for (const path of [folder, dataDir]) rmSync(path, { recursive: true, force: true });
});

test('a technician pairs the kiosk by the code on the screen, and it is still paired after its restart', async () => {
  const { page } = kiosk;
  const person = technician(page);
  await citizen(page, 'ca').isAtFront();
  await person.knock();
  await person.choosePin('508263');
  await expect(person.part(person.t('centre.name'))).toContainText(person.t('centre.unpaired'));

  await person.touches(person.t('do.pair'));
  await expect(page.locator('.pairing-code')).toHaveText(/^\w{4} \w{4}$/);
  await expect(page.locator('.pairing-fingerprint')).toHaveText(/^\w{5}( \w{5}){4}$/);
  const code = (await page.locator('.pairing-code').textContent())?.replace(' ', '') ?? '';
  centre.confirm(code, 1);
  await expect(page.locator('.pairing-said')).toContainText(person.t('pairing.paired'));
  const before = log().length;
  await person.close();

  await expect.poll(() => log().slice(before)).toContain('"event":"core-ready"');
  await citizen(page, 'ca').isAtFront();
  await person.knock();
  await person.send('508263', 'enter');
  await expect(person.part(person.t('centre.name'))).toHaveAttribute('data-level', 'good');
});

test('a refusal at the centre leads to another try with a new code', async () => {
  const { page } = kiosk;
  const person = technician(page);
  await citizen(page, 'ca').isAtFront();
  await person.knock();
  await person.choosePin('508263');
  await person.touches(person.t('do.pair'));
  await expect(page.locator('.pairing-code')).toHaveText(/^\w{4} \w{4}$/);
  const code = (await page.locator('.pairing-code').textContent())?.replace(' ', '') ?? '';
  centre.refuse(code);
  await expect(page.locator('.pairing-said')).toContainText(person.t('pairing.failed'));
  await person.touches(person.t('pairing.again'));
  await expect(page.locator('.pairing-code')).not.toHaveText(`${code.slice(0, 4)} ${code.slice(4)}`);
});
