import { expect, type Page, test } from '@playwright/test';
import { generateSync } from 'otplib';
import { openPglite } from '../../src-central/database/pglite.ts';
import { invitationLink } from '../../src-central/people/invitations.ts';
import { invitePerson } from '../../src-central/people/invite.ts';
import { assembleCentre } from '../../src-central/replica.ts';
import { PersonInvitation } from '../../src-main/contract/centre/people.ts';
import { CityId } from '../../src-main/contract/shared/ids.ts';
import { foundByAxe } from '../support/axe.ts';
import { type Browser, openBrowser } from '../support/browser.ts';
import { centreDefaults } from '../support/centre-defaults.ts';
import { freePort } from '../support/free-port.ts';
import { typeIntoFields } from '../support/keyboard.ts';

const terrassa = CityId.parse('terrassa');
const PASSWORD = 'cavall verd que dorm';

async function startPages() {
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const clock = { aheadMs: 0, nowMs: () => Date.now() + clock.aheadMs };
  const database = await openPglite(null);
  const { staffServer, open } = assembleCentre({
    ...centreDefaults(),
    database,
    clock,
    staff: { origin, cityId: terrassa },
  });
  await open();
  await staffServer?.listen('localhost', port);
  return {
    origin,
    clock,
    async invite(name: string): Promise<string> {
      const invitation = PersonInvitation.parse({ name, role: 'administrator', officeIds: null });
      const actor = { cityId: terrassa, address: null, tokenId: null, name: 'prova' };
      const invited = await invitePerson(database, actor, invitation, clock.nowMs());
      if (!invited.ok) throw new Error(invited.error.kind);
      return invitationLink(origin, terrassa, invited.value.code);
    },
    async close() {
      await staffServer?.drain();
      await database.close();
    },
  };
}

let browser: Browser;
let pages: Awaited<ReturnType<typeof startPages>>;
test.beforeAll(async () => {
  pages = await startPages();
  browser = await openBrowser();
});
test.afterAll(async () => {
  await browser.close();
  await pages.close();
});

async function expectAccessible(page: Page): Promise<void> {
  expect(await foundByAxe(page)).toEqual([]);
  const [inner = 0, scrolled = 0] = await page.evaluate(() => [innerWidth, document.documentElement.scrollWidth]);
  expect(scrolled).toBeLessThanOrEqual(inner);
}

const WIDE = { width: 1366, height: 768, deviceScaleFactor: 1, mobile: false };
const PHONE = { width: 360, height: 740, deviceScaleFactor: 1, mobile: true };

test('a person accepts an invitation, signs in by keyboard alone, adds a passkey and signs in with it', async () => {
  const { page } = browser;
  const panel = await page.context().newCDPSession(page);
  await panel.send('WebAuthn.enable');
  await panel.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  const link = await pages.invite('Montserrat Prova');
  for (const language of ['ca', 'es', 'en'])
    for (const size of [PHONE, WIDE]) {
      await panel.send('Emulation.setDeviceMetricsOverride', size);
      for (const at of [`${link}?lang=${language}`, `${pages.origin}/sign-in?lang=${language}`]) {
        await page.goto(at);
        await expectAccessible(page);
      }
    }
  await page.goto(`${link}?lang=ca`);
  const key = ((await page.locator('.key').textContent()) ?? '').replace(/^Clau: /, '').replaceAll(/\s/g, '');
  const code = () => generateSync({ secret: key, epoch: Math.floor(pages.clock.nowMs() / 1_000) });
  // The first field must have the focus, because the person uses only the keyboard.
  await typeIntoFields(page, PASSWORD, PASSWORD, code());
  await expect(page.getByRole('alert').first()).toHaveText('Ja teniu accés. Entreu amb la contrasenya i un codi nou.');
  await expectAccessible(page);

  pages.clock.aheadMs += 30_000;
  await typeIntoFields(page, 'montserrat prova', 'una altra contrasenya', code());
  await expect(page.getByRole('alert').first()).toContainText('No heu pogut entrar');
  await expectAccessible(page);
  await page.goto(`${pages.origin}/account`);
  await typeIntoFields(page, 'Montserrat Prova', PASSWORD, code());
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Heu entrat com a Montserrat Prova');
  await expect(page.getByText('un intent d’entrar amb el vostre nom')).toBeVisible();
  await expectAccessible(page);

  await page.getByRole('button', { name: 'Afegeix una clau d’accés' }).press('Enter');
  await expect(page.getByText('Teniu una clau d’accés.')).toBeVisible();
  await page.getByRole('button', { name: 'Surt', exact: true }).press('Enter');
  await expect(page.getByRole('alert').first()).toHaveText('Heu sortit.');
  await page.goto(`${pages.origin}/sign-in?next=/account`);
  const answered = page.waitForRequest((request) => request.url().endsWith('/sign-in/passkey'));
  await page.getByRole('button', { name: 'Entra amb una clau d’accés' }).press('Enter');
  const sent = await answered;
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Heu entrat com a Montserrat Prova');
  // An attacker repeats the passkey's answer with all its headers and cookies.
  const again = await fetch(sent.url(), {
    method: 'POST',
    headers: await sent.allHeaders(),
    body: sent.postData(),
  });
  expect([again.status, await again.json()]).toEqual([401, { result: 'refused' }]);
  for (const language of ['ca', 'es', 'en'])
    for (const size of [PHONE, WIDE]) {
      await panel.send('Emulation.setDeviceMetricsOverride', size);
      await page.goto(`${pages.origin}/account?lang=${language}`);
      await expectAccessible(page);
    }
  await page.getByRole('button', { name: 'Sign out everywhere' }).press('Enter');
  await page.goto(`${pages.origin}/account`);
  await expect(page).toHaveURL(/\/sign-in/);
});
