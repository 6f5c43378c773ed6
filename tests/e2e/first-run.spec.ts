import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { citizen } from '../support/citizen.ts';
import { type Kiosk, launchKiosk } from '../support/electron.ts';
import { installer } from '../support/installer.ts';
import { type OfficeBench, openOfficeBench } from '../support/office-bench.ts';

const PIN = '508263';
let dataDir: string;
let bench: OfficeBench;
let kiosk: Kiosk;

test.beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'torn-first-run-'));
  bench = openOfficeBench();
});
test.afterEach(async () => {
  await kiosk.close();
  await bench.close();
  rmSync(dataDir, { recursive: true, force: true });
});

test('a kiosk of which nobody has said anything is set up by touch, from the language to a ticket in the hand', async () => {
  const printer = await bench.printer('usb');
  kiosk = await launchKiosk({ dataDir, profile: null, under: bench.under });
  const person = installer(kiosk.page);
  await person.begin('Català');
  await person.choosePin(PIN);
  await person.skip('pairing');
  await person.chooses('OAC Exemple');
  await person.takesSlot(2);
  await person.provesPrinter('/dev/usb/lp0');
  expect(printer.papers).toHaveLength(1);
  await person.skip('scanner');
  await person.takesTicket();
  await expect.poll(() => printer.papers.length).toBe(2);
  await person.confirmsTicket();
  await person.opens();
  const { page } = kiosk;
  await citizen(page, 'ca').isAtFront();
  console.log(`first run: ${person.touches()} touches`);
});
