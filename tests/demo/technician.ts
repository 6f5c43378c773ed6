import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { type Devices, PIN, STEPS } from '../first-run/steps.ts';
import { citizen } from '../support/citizen.ts';
import { type KioskToSetUp, kioskToSetUp } from '../support/kiosk-to-set-up.ts';
import { openOfficeBench } from '../support/office-bench.ts';
import { technician } from '../support/technician.ts';
import { touch } from '../support/touch.ts';
import type { Stage } from './stage.ts';

export interface TechnicianReport {
  firstRun: { touches: number; seconds: number };
  office: { changes: number; seconds: number };
}

/**
 * Shows a technician who sets up a kiosk without settings, changes its opening hours, and undoes the change. `null`: this program does not
 * run as root, who alone can create devices.
 */
export async function showTechnician(stage: Stage): Promise<TechnicianReport | null> {
  if (process.getuid?.() !== 0) return null;
  const dataDir = mkdtempSync(join(tmpdir(), 'torn-demo-technician-'));
  const bench = openOfficeBench();
  const kiosk = kioskToSetUp(dataDir, bench);
  try {
    const devices = { printer: await bench.printer('usb'), scanner: await bench.scanner() };
    const firstRun = await setUp(stage, kiosk, devices);
    return { firstRun, office: await changeHours(stage, kiosk) };
  } finally {
    await kiosk.close();
    await bench.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function setUp(stage: Stage, kiosk: KioskToSetUp, devices: Devices): Promise<TechnicianReport['firstRun']> {
  const person = await kiosk.start();
  const startedMs = performance.now();
  for (const [index, { name, does }] of STEPS.entries()) {
    if (index > 0) await person.isAt(index);
    await stage.picture({ page: kiosk.page() }, `first-run-${name}`);
    await does(person, devices);
  }
  await person.isAt(STEPS.length);
  await stage.picture({ page: kiosk.page() }, 'first-run-summary');
  await person.opens();
  await citizen(kiosk.page(), 'ca').isAtFront();
  return { touches: person.touches(), seconds: secondsSince(startedMs) };
}

async function changeHours(stage: Stage, kiosk: KioskToSetUp): Promise<TechnicianReport['office']> {
  const page = kiosk.page();
  const person = technician(page);
  const { t } = person;
  const picture = (name: string) => stage.picture({ page }, `technician-${name}`);
  const open = (name: string) => touch(page.locator('.technician-choice').filter({ hasText: name }).first());
  const startedMs = performance.now();
  await person.knock();
  await person.send(PIN, 'enter');
  await person.sees(t('header.technician'));
  await picture('status');
  await person.touches(t('header.technician-office'));
  await person.sees(t('header.technician-office'));
  await picture('office');
  await open(t('office.field.hours'));
  await open(t('office.field.week'));
  await person.sees(`${t('office.field.hours')} › ${t('office.field.week')}`);
  await open(t('office.field.mon'));
  await picture('office-hours');
  await touch(page.getByRole('button', { name: t('office.do.earlierMinutes', { minutes: 60 }) }).last());
  await person.touches(t('office.do.keep'));
  await person.touches(t('office.do.review', { count: 1 }));
  await picture('office-review');
  await person.touches(t('office.part.paper'));
  await picture('office-paper');
  await person.touches(t('office.do.goOn'));
  await person.touches(t('office.do.applyNow'));
  await person.sees(t('office.part.history'));
  await picture('office-versions');
  await person.touches(t('office.do.returnToMaster'));
  await expect(page.locator('.office-version').first()).toContainText(t('office.version.returns', { no: 0 }));
  return { changes: 1, seconds: secondsSince(startedMs) };
}

const secondsSince = (startedMs: number): number => Math.round((performance.now() - startedMs) / 1_000);
