import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { ask, type DemonstrationCentre, startDemonstrationCentre } from '../../build/demonstration-centre.ts';
import { provideFolder } from '../../build/electron-command.ts';
import { startVirtualPrinter, type VirtualPrinter } from '../../hardware/simulator/virtual-printer.ts';
import { officeWithCheckIns, ZONE } from '../support/booked-office.ts';
import { citizen } from '../support/citizen.ts';
import { type Kiosk, launchKiosk } from '../support/electron.ts';
import { virtualProfile } from '../support/printing.ts';
import { makeSharedFolder } from '../support/shared-folder.ts';
import { technician } from '../support/technician.ts';
import { touch } from '../support/touch.ts';

const PIN = '508263';
const MINUTE_MS = 60_000;
const OFFICE = 'demonstration';
const ERRAND = 'empadronament';
const SINCE = '2026-01-01';

let folder: string;
let printer: VirtualPrinter;
let centre: DemonstrationCentre;
let kiosk: Kiosk;

const weekOf = (ranges: readonly object[]) =>
  Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map((day) => [day, ranges]));

/** Returns the office's local time `minutes` from now, such as `09:35`, rounded up to a multiple of five minutes. */
const inMinutes = (minutes: number): string =>
  new Date(Math.ceil((Date.now() + minutes * MINUTE_MS) / (5 * MINUTE_MS)) * 5 * MINUTE_MS).toLocaleTimeString(
    'en-GB',
    {
      timeZone: ZONE,
      hour: '2-digit',
      minute: '2-digit',
    },
  );

/**
 * Writes the office's profile, with opening hours from `from` to midnight, to a file, and returns it in the form that the centre publishes.
 */
function profileOf(from: string): unknown {
  const file = officeWithCheckIns(folder, {
    hours: { week: weekOf([{ from, to: '24:00' }]), seasons: [], closures: [] },
    anotherDay: 'when-closed',
    scanner: { kind: 'wedge' },
  });
  return JSON.parse(readFileSync(file, 'utf8'));
}

async function publish(path: string, body: Record<string, unknown>): Promise<void> {
  const { status, answer } = await ask(centre, `/offices/${OFFICE}/${path}`, { ...body, effectiveFrom: SINCE });
  expect(status, JSON.stringify(answer)).toBe(201);
}

test.beforeEach(async () => {
  folder = makeSharedFolder('another-day');
  provideFolder(join(folder, 'data'));
  [printer, centre] = await Promise.all([
    startVirtualPrinter({ profile: virtualProfile }),
    startDemonstrationCentre(join(folder, 'centre')),
  ]);
  await publish('profiles', { profile: profileOf(inMinutes(10)) });
  await publish('booking-plans', {
    plan: {
      step: 5,
      services: [{ serviceId: ERRAND, minutes: 5 }],
      lines: [
        {
          lineId: 'taulells',
          services: [ERRAND],
          deskId: null,
          exceptions: [],
          week: weekOf([{ from: '00:00', to: '24:00', atOnce: 3 }]),
        },
      ],
      ahead: { mostDays: 2, leastMinutes: 0 },
      shares: { walkIn: 5, sameDay: 0, telephone: 0, help: 0, unproven: 100 },
      mostOpen: 1,
    },
  });
  kiosk = await launchKiosk({
    dataDir: join(folder, 'data'),
    profile: join(folder, 'office.json'),
    printer: `torn-virtual@tcp://127.0.0.1:${printer.port}`,
    extraArgs: [`--centre=${centre.setting}`],
  });
});
test.afterEach(async () => {
  await kiosk.close();
  await printer.close();
  await centre.program.end(10_000);
  rmSync(folder, { recursive: true, force: true });
});

async function pair(): Promise<void> {
  const person = technician(kiosk.page);
  await person.knock();
  await person.choosePin(PIN);
  await person.touches(person.t('do.pair'));
  const read = async (where: string) => ((await kiosk.page.locator(where).textContent()) ?? '').replaceAll(' ', '');
  const [code, fingerprint] = [await read('.pairing-code'), await read('.pairing-fingerprint')];
  const place = { officeId: OFFICE, slot: 1, name: 'quiosc' };
  expect((await ask(centre, '/enrolments/confirm', { code, fingerprint, ...place })).status).toBe(201);
  await expect(kiosk.page.locator('.pairing-said')).toContainText(person.t('pairing.paired'));
  await person.close();
}

const scan = (text: string) =>
  kiosk.app.evaluate(
    ({ BrowserWindow }, keys) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      for (const key of keys) {
        const modifiers: 'shift'[] = /^[A-Z]$/.test(key) ? ['shift'] : [];
        contents?.sendInputEvent({ type: 'keyDown', keyCode: key, modifiers });
        if (key.length === 1) contents?.sendInputEvent({ type: 'char', keyCode: key, modifiers });
        contents?.sendInputEvent({ type: 'keyUp', keyCode: key, modifiers });
      }
    },
    [...text, 'Enter'],
  );

test('a citizen at a closed office prints the first free appointment, and its code checks in once the office is open', async () => {
  const person = citizen(kiosk.page, 'ca');
  const { t } = person;
  await person.sees(t('closed.titleNow'));
  await pair();

  // The paired kiosk restarts for the city's profile. A touch just before the restart is lost, so it is repeated.
  const books = kiosk.page.getByRole('button', { name: t('closed.books') });
  const hours = kiosk.page.getByRole('heading', { name: t('book.hour') });
  while (!(await hours.isVisible())) {
    await expect(books.or(hours).first()).toBeVisible();
    if (await books.isVisible()) await touch(books);
  }
  await touch(kiosk.page.locator('button.row').first());
  await person.sees(t('book.sure'));
  await person.choose(t('book.take'));
  await person.sees(t('book.booked'));
  await expect(kiosk.page.getByText(t('book.out', { where: t('where.below') }))).toBeVisible();
  const locator = ((await kiosk.page.locator('.locator-number').textContent()) ?? '').replaceAll(/\s/g, '');
  const [paper] = printer.papers;
  expect(paper?.lines.join('\n')).toContain(`${locator.slice(0, 4)}-${locator.slice(4)}`);
  expect([paper?.codes.length, paper?.unknown]).toEqual([1, []]);
  await person.finish();
  await person.sees(t('closed.titleNow'));

  // The kiosk restarts by itself with the new profile, in which the office is open all day.
  await publish('profiles', { profile: profileOf('00:00') });
  await person.isAtFront();
  // A kiosk that has just started may not know the booking yet, so the citizen tries again.
  const arrived = kiosk.page.getByRole('heading', { name: t('arrived.title') });
  const missing = kiosk.page.getByRole('heading', { name: t('checkInResult.title.not-found') });
  while (!(await arrived.isVisible())) {
    await scan(paper?.codes[0] ?? '');
    await expect(arrived.or(missing).first()).toBeVisible();
    if (await missing.isVisible()) await touch(kiosk.page.locator('.bar-back'));
  }
  await expect.poll(() => printer.papers.length).toBe(2);
  expect(printer.papers[1]?.lines.join('\n')).toContain(await person.label());
});
