import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { loadOffice } from '../../src-main/configuration/load.ts';
import { signOffice } from '../../src-main/office/machine/office-file.ts';
import { newSigningKey } from '../../src-main/signing/keys.ts';
import { citizen } from '../support/citizen.ts';
import { demonstrationOffice } from '../support/core-process.ts';
import { type KioskToSetUp, kioskToSetUp } from '../support/kiosk-to-set-up.ts';
import { whyNoMounts } from '../support/machine.ts';
import { type OfficeBench, openOfficeBench } from '../support/office-bench.ts';

const PIN = '508263';
let dataDir: string;
let bench: OfficeBench;
let kiosk: KioskToSetUp;

test.skip(whyNoMounts() !== null, whyNoMounts() ?? '');

test.beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'torn-first-run-'));
  bench = openOfficeBench();
  kiosk = kioskToSetUp(dataDir, bench);
});
test.afterEach(async () => {
  await kiosk.close();
  await bench.close();
  rmSync(dataDir, { recursive: true, force: true });
});

test('a new kiosk is set up by touch up to a printed ticket, despite a power cut after its slot is taken', async () => {
  const scanner = await bench.scanner();
  const printer = await bench.printer('usb');
  const startedMs = performance.now();
  const person = await kiosk.start();
  await person.begin('Català');
  await person.choosePin(PIN);
  await person.measures();
  await person.looksAtNetwork();
  await person.skip('pairing');
  await person.chooses('OAC Exemple');
  await person.takesSlot(3);
  // The kiosk restarts for its new slot. The first set-up then continues at the same step without asking for the PIN.
  await person.at('printer');
  await kiosk.kill();
  const again = await kiosk.start();
  await again.continues(PIN);
  await again.provesPrinter(printer.where);
  await again.provesScanner('/dev/ttyACM0', (code) => scanner.scan(code));
  await again.takesTicket();
  await expect(kiosk.page().getByText(again.t('firstRun.ticketLabel', { label: 'D600' }))).toBeVisible();
  await again.confirmsTicket();
  expect(printer.papers).toHaveLength(2);
  await again.opens();
  await citizen(kiosk.page(), 'ca').isAtFront();
  const touches = person.touches() + again.touches();
  console.log(`first run: ${touches} touches, ${Math.round((performance.now() - startedMs) / 1_000)} s`);
});

test('a kiosk takes its office from a USB memory, by touch', { tag: '@whole' }, async () => {
  const office = loadOffice({ profileFile: demonstrationOffice, configDir: join(import.meta.dirname, '../../config') });
  if (!office.ok) throw new Error(office.error.detail);
  const profile = { ...office.value.profile, name: 'OAC Viatgera' };
  const made = { version: '0.1', madeAt: new Date().toISOString(), slot: 1, profile, carried: [] };
  writeFileSync(join(bench.stick(), 'torn-office-demonstration-1-0.1.json'), signOffice(made, newSigningKey()));
  const person = await kiosk.start();
  await person.begin('Català');
  await person.choosePin(PIN);
  for (const step of ['panel', 'network', 'pairing'] as const) await person.skip(step);
  await person.takesFromStick();
  await person.takesSlot(3);
  await person.at('printer');
  await expect(kiosk.page().getByText('OAC Viatgera')).toBeVisible();
});
