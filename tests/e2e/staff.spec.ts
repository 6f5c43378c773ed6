import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { createTranslator } from '../../config/locales/staff-words.ts';
import { startVirtualPrinter, type VirtualPrinter } from '../../hardware/simulator/virtual-printer.ts';
import { asShown } from '../support/as-shown.ts';
import { citizen } from '../support/citizen.ts';
import { demonstrationOffice } from '../support/core-process.ts';
import { type Kiosk, launchKiosk } from '../support/electron.ts';
import { virtualProfile } from '../support/printing.ts';
import { technician } from '../support/technician.ts';
import { touch } from '../support/touch.ts';

const PIN = '508263';
const CODE = '7294';
const t = createTranslator('ca', 'staff');
let dataDir: string;
let printer: VirtualPrinter;
let kiosk: Kiosk;

test.beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'torn-staff-'));
  printer = await startVirtualPrinter({ profile: virtualProfile, speedMmPerS: 5_000 });
  kiosk = await launchKiosk({
    dataDir,
    profile: demonstrationOffice,
    printer: `torn-virtual@tcp://127.0.0.1:${printer.port}`,
  });
});
test.afterEach(async () => {
  await kiosk.close();
  await printer.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const button = (name: string | RegExp) =>
  kiosk.page.getByRole('button', { name: typeof name === 'string' ? asShown(name) : name });
async function type(code: string, send: string): Promise<void> {
  for (const digit of code) await touch(kiosk.page.getByRole('button', { name: digit, exact: true }));
  await touch(button(send));
}

async function giveCode(): Promise<void> {
  const { page } = kiosk;
  const person = technician(page);
  await citizen(page, 'ca').isAtFront();
  await person.knock();
  await person.choosePin(PIN);
  await person.touches(person.t('header.technician-access'));
  await person.touches(person.t('do.chooseCode'));
  await type(CODE, person.t('pin.send.choose'));
  await expect(page.getByText(person.t('access.repeat'))).toBeVisible();
  await type(CODE, person.t('pin.send.repeatCode'));
  await expect(page.getByText(person.t('access.stage.kept'))).toBeVisible();
  await person.close();
  await citizen(page, 'ca').isAtFront();
}

async function comeIn(): Promise<void> {
  const person = technician(kiosk.page);
  await person.knock();
  await person.sees(person.t('pin.title.enterEither'));
  await type(CODE, person.t('pin.send.enter'));
  await person.sees(t('header.staff'));
}

test('the staff enter by a technician’s code and pause a service, and citizens read why it is closed', async () => {
  const { page } = kiosk;
  const person = technician(page);
  await giveCode();
  await comeIn();
  await touch(button(/Empadronament/));
  await person.sees('Empadronament');
  await touch(button('Tancat per avaria'));
  await touch(button(t('do.pause')));
  await expect(page.getByText(t('said.staff-pause-service'))).toBeVisible();
  await person.touches(t('do.back'));
  await person.touches(t('do.list'));
  await expect(page.getByText(t('said.staff-print-list'))).toBeVisible();
  await person.close();

  const visitor = citizen(page, 'ca');
  await visitor.isAtFront();
  await visitor.openEntry();
  await expect(page.getByText('Tancat per avaria de moment')).toBeVisible();
});

test('after an outage the staff note the last number served, the tickets up to it wait no more, and one touch takes it back', async () => {
  const { page } = kiosk;
  await giveCode();
  const visitor = citizen(page, 'ca');
  for (const label of ['A001', 'A002']) {
    await visitor.openEntry();
    await visitor.choose('Empadronament');
    await expect(page.locator('.number')).toHaveText(label);
    await visitor.finish();
    await visitor.isAtFront();
  }
  await comeIn();
  await touch(button(/Empadronament.*2 torns/s));
  await touch(button(t('do.noteServed')));
  await type('2', t('do.find'));
  await expect(page.getByText(t('served.count', { label: 'A002', count: 2 }))).toBeVisible();
  await touch(button(t('do.servedTo', { label: 'A002' })));
  await expect(page.getByText(t('said.staff-note-served'))).toBeVisible();
  await expect(page.getByText(t('served.nobody', { label: 'A002' }))).toBeVisible();
  await touch(button(t('do.undo')));
  await expect(page.getByText(t('said.staff-undo-served'))).toBeVisible();
  await expect(button(t('do.undo'))).toHaveCount(0);
  await touch(button(t('do.back')));
  await expect(button(/Empadronament.*2 torns/s)).toBeVisible();
  await technician(page).close();
});
