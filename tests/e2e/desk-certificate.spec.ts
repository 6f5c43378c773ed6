import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { certificateSeenIn, PairingBegun } from '../../src-main/calling/contract/pairing.ts';
import { HUB_PATHS } from '../../src-main/calling/contract/paths.ts';
import { foundByAxe } from '../support/axe.ts';
import { citizen } from '../support/citizen.ts';
import { launchKiosk } from '../support/electron.ts';
import { freePort } from '../support/free-port.ts';
import { createHubBrowser, officeWithDesks } from '../support/office-hub.ts';
import { technician } from '../support/technician.ts';

const PIN = '508263';

test('a desk’s browser is paired by characters of its certificate; wrong characters are refused and explained, and the kiosk never shows the right ones', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'torn-certificate-'));
  const [dataDir, port] = [join(folder, 'data'), await freePort()];
  const kiosk = await launchKiosk({ dataDir, profile: officeWithDesks(folder, port) });
  try {
    const { page } = kiosk;
    const person = technician(page);
    await citizen(page, 'ca').isAtFront();
    await person.knock();
    await person.choosePin(PIN);
    await person.touches(person.t('header.technician-access'));
    await person.sees(person.t('header.technician-access'));
    await expect(page.getByText(`:${port}/`)).toBeVisible();
    const certificate = readFileSync(join(dataDir, 'hub-certificate.pem'), 'utf8');
    const browser = createHubBrowser(port, certificate);
    const begun = PairingBegun.parse((await browser.post(HUB_PATHS.beginPairing, { role: 'desk' })).body);
    const claim = async () => (await browser.post(HUB_PATHS.claimPairing, { claim: begun.claim })).body;
    const { fingerprint256 } = new X509Certificate(certificate);
    const seen = certificateSeenIn(fingerprint256);
    await person.part(`${begun.code.slice(0, 3)} ${begun.code.slice(3)}`).click();
    await person.part('Taula 2').click();
    await expect(page.getByText(person.t('access.hub.seen.ask'))).toBeVisible();
    expect(await page.locator('body').textContent()).not.toContain(fingerprint256.slice(0, 5));
    const placeOfKey = () => page.getByRole('button', { name: '0', exact: true }).boundingBox();
    const before = await placeOfKey();
    // The page fits its text again after each new state and, as here, after fonts have loaded late. The keys must not move.
    await page.evaluate(() => {
      document.fonts.dispatchEvent(new Event('loadingdone'));
      return new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
    });
    expect(await placeOfKey()).toEqual(before);
    expect(await foundByAxe(page)).toEqual([]);
    const type = async (text: string) => {
      for (const key of text) await person.touches(key);
      await person.touches(person.t('do.letIn'));
    };
    await type([...seen].toReversed().join(''));
    // Only the first part of the sentence is compared, because the second contains an invisible mark that keeps a hyphenated word on one
    // line.
    const [differs = ''] = person.t('access.hub.seen.differs').split('.');
    await expect(page.getByText(differs)).toBeVisible();
    expect(await claim()).toEqual({ state: 'waiting' });
    await type(seen);
    await expect(person.part('Taula 2')).toContainText(person.t('access.hub.paired'));
    expect(await claim()).toEqual({ state: 'paired' });
    expect(await browser.view()).toMatchObject({ deskId: 'taula-2', isCertificateNew: false });
  } finally {
    await kiosk.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
