// Usage: npm run first-run -- [--printer usb|serial|network]. Sets up the real application by touch, with each printer and a scanner that it must
// find itself: once without interruption, printing the touches and the time, and once killed at every step. Needs root, to create devices.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { citizen } from '../support/citizen.ts';
import { type KioskToSetUp, kioskToSetUp } from '../support/kiosk-to-set-up.ts';
import { openOfficeBench, type PrinterPlace } from '../support/office-bench.ts';
import { type Devices, PIN, STEPS } from './steps.ts';

const PLACES: readonly PrinterPlace[] = ['usb', 'serial', 'network'];
async function onBench(
  place: PrinterPlace,
  run: (kiosk: KioskToSetUp, devices: Devices) => Promise<void>,
): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'torn-first-run-'));
  const bench = openOfficeBench();
  const kiosk = kioskToSetUp(dataDir, bench);
  try {
    await run(kiosk, { printer: await bench.printer(place), scanner: await bench.scanner() });
  } finally {
    await kiosk.close();
    await bench.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function inOneGo(kiosk: KioskToSetUp, devices: Devices): Promise<string> {
  const person = await kiosk.start();
  const startedMs = performance.now();
  for (const { does } of STEPS) await does(person, devices);
  await person.opens();
  await citizen(kiosk.page(), 'ca').isAtFront();
  const seconds = Math.round((performance.now() - startedMs) / 1_000);
  return `${person.touches()} touches in ${seconds} s, ${devices.printer.papers.length} papers`;
}

/** Sets the kiosk up and kills it after each step, as soon as the next one is shown. After a restart the technician types the PIN. */
async function killedAtEachStep(kiosk: KioskToSetUp, devices: Devices): Promise<string> {
  let touches = 0;
  for (const [index, { does }] of STEPS.entries()) {
    const person = await kiosk.start();
    if (index === 1) await person.goesOn();
    if (index > 1) await person.continues(PIN);
    await does(person, devices);
    await person.isAt(index + 1);
    touches += person.touches();
    await kiosk.kill();
  }
  const person = await kiosk.start();
  await person.continues(PIN);
  await person.opens();
  await citizen(kiosk.page(), 'ca').isAtFront();
  return `${STEPS.length} kills, ${touches + person.touches()} touches, ${devices.printer.papers.length} papers`;
}

const { values } = parseArgs({ options: { printer: { type: 'string' } } });
for (const place of PLACES.filter((one) => values.printer === undefined || one === values.printer)) {
  await onBench(place, async (kiosk, devices) => console.log(`${place}: ${await inOneGo(kiosk, devices)}`));
  await onBench(place, async (kiosk, devices) => console.log(`${place}: ${await killedAtEachStep(kiosk, devices)}`));
}
