import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { startVirtualPrinter, type VirtualPrinter } from '../../hardware/simulator/virtual-printer.ts';
import { asShown } from '../support/as-shown.ts';
import { foundByAxe } from '../support/axe.ts';
import { citizen } from '../support/citizen.ts';
import { demonstrationOffice } from '../support/core-process.ts';
import { type Kiosk, launchKiosk, logOf } from '../support/electron.ts';
import { virtualProfile } from '../support/printing.ts';
import { technician } from '../support/technician.ts';

const PIN = '508263';
let dataDir: string;
let printer: VirtualPrinter;
let kiosk: Kiosk;
let log: () => string;

test.beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'torn-technician-'));
  printer = await startVirtualPrinter({ profile: virtualProfile });
  kiosk = await launchKiosk({
    dataDir,
    profile: demonstrationOffice,
    printer: `torn-virtual@tcp://127.0.0.1:${printer.port}`,
  });
  log = logOf(kiosk);
});
test.afterEach(async () => {
  await kiosk.close();
  await printer.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const violations = () => foundByAxe(kiosk.page);

test('five touches in the corner and a PIN typed twice open the technician’s page; three wrong PINs cause a wait', async () => {
  const { page } = kiosk;
  const person = technician(page);
  await citizen(page, 'ca').isAtFront();
  await person.knock();
  await person.send('111111', 'choose');
  await expect(page.locator('.pin-notice')).toHaveText(asShown(person.t('pin.notice.easy')));
  expect(await violations()).toEqual([]);
  await person.choosePin(PIN);
  await expect(person.part(person.t('printer.main'))).toHaveAttribute('data-level', 'good');
  expect(await violations()).toEqual([]);

  printer.setPaper('out');
  await expect(person.part(person.t('printer.main'))).toHaveAttribute('data-level', 'fault');
  await expect(page.locator('.advice')).toContainText('S’ha acabat el paper.');
  await person.close();
  await citizen(page, 'ca').isAtFront();

  await person.knock();
  for (const wrong of ['904518', '100200']) {
    await person.send(wrong, 'enter');
    await expect(page.locator('.pin-notice')).toHaveText(asShown(person.t('pin.notice.wrong')));
    await expect(page.locator('.pin-dots')).toHaveText('');
  }
  await person.send('999998', 'enter');
  await expect(page.getByRole('timer')).toContainText('Massa intents.');
  await expect(page.getByRole('button', { name: '5', exact: true })).toBeDisabled();
  expect(await violations()).toEqual([]);
  expect(log()).toContain('"event":"technician-entered"');
  expect(log()).toContain('"event":"technician-refused"');
  for (const pin of [PIN, '904518', '999998']) expect(log()).not.toContain(pin);
});

test('technicians’ pages that cannot be read are named on the screen, which leads back to the start', async () => {
  const { app, page } = kiosk;
  await citizen(page, 'ca').isAtFront();
  await app.evaluate(() => {
    const files = process.getBuiltinModule('node:fs/promises');
    files.readFile = () => Promise.reject(new Error('EIO'));
  });
  await technician(page).knock();
  await citizen(page, 'ca').sees(asShown('Aquesta pàgina no es pot obrir'));
  await expect(page.getByText('technician-pin')).toBeVisible();
  await citizen(page, 'ca').finish();
  await citizen(page, 'ca').isAtFront();
});

test('four touches in the corner have no effect, and a person who opened the PIN screen by chance can leave it', async () => {
  const { page } = kiosk;
  const person = technician(page);
  await citizen(page, 'ca').isAtFront();
  await person.knock();
  await person.sees(person.t('pin.title.choose'));
  await page.getByRole('button', { name: person.t('pin.leave') }).click();
  await citizen(page, 'ca').isAtFront();
  for (let count = 0; count < 4; count += 1) await page.locator('.hidden-corner').click();
  await citizen(page, 'ca').openEntry();
  await citizen(page, 'ca').sees(citizen(page, 'ca').t('services.question.walk-in'));
});
