import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { createTranslator } from '../../config/locales/staff-words.ts';
import { certificateSeenIn } from '../../src-main/calling/contract/pairing.ts';
import { foundByAxe } from '../support/axe.ts';
import { freePort } from '../support/free-port.ts';
import { openOfficeBrowsers } from '../support/office-browsers.ts';
import { type KioskWithDesks, officeWithDesks, startKioskWithDesks } from '../support/office-hub.ts';

const t = createTranslator('ca', 'staff');
let folder: string;
let port: number;
let kiosk: KioskWithDesks;
let browsers: Awaited<ReturnType<typeof openOfficeBrowsers>>;

const start = () => startKioskWithDesks(join(folder, 'data'), officeWithDesks(folder, port), port);

test.beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'torn-desks-'));
  port = await freePort();
  kiosk = await start();
  const { fingerprint } = await kiosk.state();
  browsers = await openOfficeBrowsers(
    fingerprint ?? '',
    ['localhost', '127.0.0.1'].map((host) => `https://${host}:${port}/desk/`),
  );
});
test.afterEach(async () => {
  await browsers.close();
  await kiosk.core.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function pair(page: Page, deskId: string): Promise<void> {
  await page.getByRole('button', { name: 'Català' }).click();
  const code = (await page.locator('.desk-code').textContent()) ?? '';
  const { fingerprint } = await kiosk.state();
  await kiosk.core.call('pairBrowser', { code, deskId, seen: certificateSeenIn(fingerprint ?? '') });
  await expect(page.locator('.desk-mine')).toBeVisible();
}

/** Presses a shortcut once its button is enabled: a press while another command is in progress does nothing. */
async function press(page: Page, key: string): Promise<void> {
  await expect(page.locator(`[aria-keyshortcuts="${key.toUpperCase()}"]`)).toHaveAttribute('aria-disabled', 'false');
  await page.keyboard.press(key);
}

const number = (page: Page) => page.locator('.desk-number');

test('two clerks call different numbers by keyboard; an order given while the kiosk is away is done once when it is back', async () => {
  const [one, other] = browsers.pages;
  if (one === undefined || other === undefined) throw new Error('no browsers');
  const given = [await kiosk.giveTicket(), await kiosk.giveTicket(), await kiosk.giveTicket()];
  const [first, second, third] = given.map(({ label }) => label);
  expect(await foundByAxe(one)).toEqual([]);
  await pair(one, 'taula-1');
  await pair(other, 'taula-2');
  await Promise.all([press(one, 'n'), press(other, 'n')]);
  await expect(number(one)).toHaveText(/^A00[12]$/);
  await expect(number(other)).toHaveText(/^A00[12]$/);
  expect(new Set([await number(one).textContent(), await number(other).textContent()])).toEqual(
    new Set([first, second]),
  );
  expect(await foundByAxe(one)).toEqual([]);

  kiosk.core.child.kill('SIGKILL');
  await kiosk.core.ended;
  await expect(one.getByText(t('desk.link.lostNote'))).toBeVisible();
  await press(one, 'f');
  await one.keyboard.press('f');
  await expect(one.getByText(t('desk.mine.held'))).toBeVisible();
  kiosk = await start();
  await expect(one.getByText(t('desk.mine.nobody'))).toBeVisible();
  await press(one, 'n');
  await expect(number(one)).toHaveText(third ?? '');
  await press(one, 's');
  await expect(one.getByText(t('desk.mine.serving'))).toBeVisible();
  await press(one, 't');
  expect(await foundByAxe(one)).toEqual([]);
  await one
    .getByRole('combobox', { name: t('desk.transfer.to') })
    .selectOption({ label: t('desk.transfer.desk', { place: 'Taula 2' }) });
  await one.getByRole('button', { name: t('desk.do.send'), exact: true }).click();
  await expect(other.getByText(t('desk.mark.own')).first()).toBeVisible();
  await other.getByRole('button', { name: t('desk.give.title') }).click();
  await other.getByRole('combobox', { name: t('desk.waiting.service') }).selectOption({ label: 'Empadronament' });
  await other.getByRole('button', { name: t('desk.do.give'), exact: true }).dblclick();
  await expect(other.getByText(t('desk.done.give', { label: 'A9100' }))).toBeVisible();
  await expect(one.locator('.desk-list').getByText('A9100', { exact: true })).toBeVisible();
  await expect(one.locator('.desk-list').getByText('A9101', { exact: true })).toHaveCount(0);
});
