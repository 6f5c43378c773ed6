import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { provideFolder } from '../../build/electron-command.ts';
import { startVirtualPrinter, type VirtualPrinter } from '../../hardware/simulator/virtual-printer.ts';
import { type Booked, bookingsOf, officeWithCheckIns } from '../support/booked-office.ts';
import { startWireCentre, type WireCentre } from '../support/centre-at-the-wire.ts';
import { citizen } from '../support/citizen.ts';
import { type Kiosk, launchKiosk } from '../support/electron.ts';
import { enrolFolder } from '../support/enrolled-folder.ts';
import { virtualProfile } from '../support/printing.ts';
import { makeSharedFolder } from '../support/shared-folder.ts';

const MINUTE_MS = 60_000;

let folder: string;
let printer: VirtualPrinter;
let centre: WireCentre;
let kiosk: Kiosk;
let mine: Booked;

test.beforeEach(async () => {
  folder = makeSharedFolder('wedge');
  const dataDir = join(folder, 'data');
  provideFolder(dataDir);
  printer = await startVirtualPrinter({ profile: virtualProfile });
  centre = await startWireCentre();
  const bookings = bookingsOf('demonstration', centre.cityId, centre.key);
  mine = bookings.book({ startMs: Math.floor(Date.now() / MINUTE_MS + 10) * MINUTE_MS });
  centre.feed = bookings.feed([mine], Date.now());
  await enrolFolder(dataDir, centre);
  kiosk = await launchKiosk({
    dataDir,
    profile: officeWithCheckIns(folder, {
      centre: { url: centre.url, cityId: centre.cityId },
      scanner: { kind: 'wedge' },
    }),
    printer: `torn-virtual@tcp://127.0.0.1:${printer.port}`,
  });
  await expect(kiosk.page.locator('.stripe')).toHaveText(citizen(kiosk.page, 'ca').t('idle.scan'));
  await centre.until(() => centre.asked.includes('readChanges'));
  await kiosk.page.evaluate(() => {
    const heard: string[] = [];
    Object.assign(window, { heard });
    addEventListener('keydown', ({ key }) => heard.push(key), true);
  });
});
test.afterEach(async () => {
  await kiosk.close();
  await centre.close();
  await printer.close();
  rmSync(folder, { recursive: true, force: true });
});

const heard = () => kiosk.page.evaluate(() => (window as unknown as { heard: string[] }).heard);

/** Keys are sent as by the window system, because keys from the debugger would go straight to the page. */
const type = (text: string, gapMs: number) =>
  kiosk.app.evaluate(
    async ({ BrowserWindow }, { keys, pauseMs }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      for (const key of keys) {
        const modifiers: 'shift'[] = /^[A-Z]$/.test(key) ? ['shift'] : [];
        contents?.sendInputEvent({ type: 'keyDown', keyCode: key, modifiers });
        if (key.length === 1) contents?.sendInputEvent({ type: 'char', keyCode: key, modifiers });
        contents?.sendInputEvent({ type: 'keyUp', keyCode: key, modifiers });
        if (pauseMs > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs));
      }
    },
    { keys: [...text, 'Enter'], pauseMs: gapMs },
  );

test('a confirmation that a scanner types on the façade gives a ticket, and the page gets only its first two characters', async () => {
  const person = citizen(kiosk.page, 'ca');
  await type(mine.qr, 0);
  await person.sees(person.t('arrived.title'));
  const label = await person.label();
  await expect.poll(() => printer.papers.length).toBe(1);
  expect(printer.papers[0]?.lines.join('\n')).toContain(label);
  expect(await heard()).toEqual([...mine.qr.slice(0, 2)]);
});

test('a confirmation typed at a person’s speed goes to the page and gives no ticket', async () => {
  const text = mine.qr.slice(0, 8);
  // Two keys can arrive closer together on a busy machine than they were pressed, and fast keys count as a scan. So they are far apart.
  await type(text, 300);
  await expect.poll(heard).toEqual([...text, 'Enter']);
  await citizen(kiosk.page, 'ca').isAtFront();
  expect(printer.papers).toHaveLength(0);
});
