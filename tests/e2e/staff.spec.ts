import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { createTranslator } from '../../config/locales/staff-words.ts';
import { startVirtualPrinter, type VirtualPrinter } from '../../hardware/virtual/virtual-printer.ts';
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

test('a technician gives the staff a code; by it they pause a service, and whoever comes reads why', async () => {
  const { page } = kiosk;
  const person = technician(page);
  const button = (name: string | RegExp) => page.getByRole('button', { name });
  const type = async (code: string, send: string) => {
    for (const digit of code) await touch(page.getByRole('button', { name: digit, exact: true }));
    await touch(button(send));
  };
  await citizen(page, 'ca').isAtFront();
  await person.knock();
  await person.send(PIN, 'choose');
  await person.send(PIN, 'repeat');
  await person.sees(person.t('header.technician'));
  await person.touches(person.t('header.technician-access'));
  await person.touches(person.t('do.chooseCode'));
  await type(CODE, person.t('pin.send.choose'));
  await expect(page.getByText(person.t('access.repeat'))).toBeVisible();
  await type(CODE, person.t('pin.send.repeatCode'));
  await expect(page.getByText(person.t('access.stage.kept'))).toBeVisible();
  await person.close();
  await citizen(page, 'ca').isAtFront();

  await person.knock();
  await person.sees(person.t('pin.title.enterEither'));
  await type(CODE, person.t('pin.send.enter'));
  await person.sees(t('header.staff'));
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
