import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { startVirtualPrinter, type VirtualPrinter } from '../../hardware/simulator/virtual-printer.ts';
import { foundByAxe } from '../support/axe.ts';
import { officeWithCheckIns } from '../support/booked-office.ts';
import { citizen } from '../support/citizen.ts';
import { type Kiosk, launchKiosk } from '../support/electron.ts';
import { virtualProfile } from '../support/printing.ts';
import { makeSharedFolder } from '../support/shared-folder.ts';
import { touch } from '../support/touch.ts';

let folder: string;
let printer: VirtualPrinter;
let kiosk: Kiosk;

test.beforeEach(async () => {
  folder = makeSharedFolder('check-in');
  printer = await startVirtualPrinter({ profile: virtualProfile });
  kiosk = await launchKiosk({
    dataDir: join(folder, 'data'),
    profile: officeWithCheckIns(folder),
    printer: `torn-virtual@tcp://127.0.0.1:${printer.port}`,
  });
});
test.afterEach(async () => {
  await kiosk.close();
  await printer.close();
  rmSync(folder, { recursive: true, force: true });
});

const violations = () => foundByAxe(kiosk.page);

test('a document number leads to a ticket of the service chosen before it, and axe finds nothing on the way', async () => {
  const person = citizen(kiosk.page, 'ca');
  const { t } = person;
  await person.openEntry('appointment');
  await person.sees(t('checkIn.title'));
  expect(await violations()).toEqual([]);
  await person.choose(t('checkIn.method.locator'));
  await person.sees(t('locatorKeypad.title'));
  expect(await violations()).toEqual([]);
  await touch(kiosk.page.getByRole('button', { name: t('bar.back') }));
  await person.choose(t('checkIn.method.document'));
  await person.sees(t('services.question.appointment'));
  await person.choose('Empadronament');
  await person.sees(t('documentKeypad.title.dni-nie'));
  for (const digit of '12345678') await touch(kiosk.page.getByRole('button', { name: digit, exact: true }));
  expect(await violations()).toEqual([]);
  await person.choose(t('documentKeypad.send'));
  await person.sees(t('takeTicket.title'));
  expect(await violations()).toEqual([]);
  expect(await person.label()).toMatch(/^[A-Z]\d{3}$/);
  await person.finish();
  await person.isAtFront();
});

test('a citizen without a code who does not know the hour still gets a number', async () => {
  const person = citizen(kiosk.page, 'en');
  const { t } = person;
  await person.chooseLanguage();
  await person.openEntry('appointment');
  await person.choose(t('checkIn.method.no-code'));
  await person.sees(t('services.question.appointment'));
  await person.choose('Address registration');
  await person.sees(t('appointmentHour.title'));
  expect(await violations()).toEqual([]);
  await person.choose(t('appointmentHour.unknown'));
  await expect(kiosk.page.locator('.number')).toHaveText(/^[A-Z]\d{3}$/);
});
