import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { startVirtualPrinter, type VirtualPrinter } from '../../hardware/simulator/virtual-printer.ts';
import { citizen } from '../support/citizen.ts';
import { demonstrationOffice } from '../support/core-process.ts';
import { type Kiosk, launchKiosk } from '../support/electron.ts';
import { virtualProfile } from '../support/printing.ts';
import { technician } from '../support/technician.ts';
import { touch } from '../support/touch.ts';

const PIN = '508263';
const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
let dataDir: string;
let printer: VirtualPrinter;
let kiosk: Kiosk;

function today(): (typeof DAYS)[number] {
  const name = new Intl.DateTimeFormat('en', { timeZone: 'Europe/Madrid', weekday: 'short' }).format(new Date());
  return DAYS.find((day) => day === name.toLowerCase()) ?? 'mon';
}

test.beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'torn-office-'));
  printer = await startVirtualPrinter({ profile: virtualProfile });
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

test('hours and a ticket’s last words are changed by touch, appear on sample, façade and paper, and are returned by one touch', async () => {
  const { page } = kiosk;
  const person = technician(page);
  const { t } = person;
  const row = (name: string) => touch(page.locator('.technician-choice').filter({ hasText: name }).first());
  const seesTitle = (...fields: string[]) => person.sees(fields.join(' › '));
  await citizen(page, 'ca').isAtFront();
  await person.knock();
  await person.choosePin(PIN);
  await person.touches(t('header.technician-office'));
  await person.sees(t('header.technician-office'));

  await row(t('office.field.hours'));
  await row(t('office.field.week'));
  await seesTitle(t('office.field.hours'), t('office.field.week'));
  await row(t(`office.field.${today()}`));
  await person.touches(t('office.do.lessHours'));
  await person.touches(t('office.do.keep'));
  await person.touches(t('office.do.up'));
  await person.touches(t('office.do.up'));
  await row(t('office.field.ticket'));
  await row(t('office.field.closing'));
  await row(t('office.inLanguage', { language: 'català' }));
  for (const key of ['F', 'i', 'n', 's']) await person.touches(key);
  await person.touches(t('office.do.keep'));
  await person.touches(t('office.do.review', { count: 2 }));
  await expect(page.locator('.office-change')).toHaveCount(2);
  await person.touches(t('office.part.paper'));
  await expect(page.getByRole('img', { name: /Fins/ })).toBeVisible();
  await person.touches(t('office.do.goOn'));
  await person.touches(t('office.do.applyNow'));

  await expect(page.locator('.office-version').first()).toContainText(t('office.version.now'));
  await person.close();
  await expect(page.locator('[data-screen="closed"]')).toBeVisible();
  await person.knock();
  await person.send(PIN, 'enter');
  await person.touches(t('header.technician-office'));
  await person.touches(t('office.part.history'));
  await person.touches(t('office.do.returnToMaster'));
  await expect(page.locator('.office-version').first()).toContainText(t('office.version.returns', { no: 0 }));
  await expect(page.locator('.office-version').first()).toContainText(t('office.version.now'));
  await person.close();
  await citizen(page, 'ca').isAtFront();
});
