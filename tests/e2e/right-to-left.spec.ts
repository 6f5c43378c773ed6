import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { provideFolder } from '../../build/electron-command.ts';
import { startVirtualPrinter, type VirtualPrinter } from '../../hardware/simulator/virtual-printer.ts';
import { formatLocator } from '../../src-main/domain/locator.ts';
import { nextPaper } from '../demo/stage.ts';
import { type Booked, bookingsOf, officeWithCheckIns } from '../support/booked-office.ts';
import { startWireCentre, type WireCentre } from '../support/centre-at-the-wire.ts';
import { citizen } from '../support/citizen.ts';
import { demonstrationOffice } from '../support/core-process.ts';
import { type Kiosk, launchKiosk } from '../support/electron.ts';
import { enrolFolder } from '../support/enrolled-folder.ts';
import { virtualProfile } from '../support/printing.ts';
import { makeSharedFolder } from '../support/shared-folder.ts';
import { touch } from '../support/touch.ts';

const MINUTE_MS = 60_000;
const SERVICE = 'empadronament';
const LANGUAGES = ['ar', 'ur'] as const;
type RightToLeft = (typeof LANGUAGES)[number];

let folder: string;
let centre: WireCentre;
let booked: Readonly<Record<RightToLeft, Booked>>;
let printer: VirtualPrinter;
let kiosk: Kiosk;

test.beforeAll(async () => {
  folder = makeSharedFolder('right-to-left');
  const dataDir = join(folder, 'data');
  provideFolder(dataDir);
  centre = await startWireCentre();
  const bookings = bookingsOf('demonstration', centre.cityId, centre.key);
  const startMs = Math.floor(Date.now() / MINUTE_MS + 10) * MINUTE_MS;
  booked = { ar: bookings.book({ startMs }), ur: bookings.book({ startMs }) };
  centre.feed = bookings.feed(Object.values(booked), Date.now());
  await enrolFolder(dataDir, centre);
  printer = await startVirtualPrinter({ profile: virtualProfile, speedMmPerS: 3_000 });
  kiosk = await launchKiosk({
    dataDir,
    profile: officeWithCheckIns(folder, { centre: { url: centre.url, cityId: centre.cityId } }),
    printer: `torn-virtual@tcp://127.0.0.1:${printer.port}`,
  });
  await citizen(kiosk.page, 'ca').isAtFront();
  await centre.until(() => centre.asked.includes('readChanges'));
});
test.afterAll(async () => {
  await kiosk.close();
  await printer.close();
  await centre.close();
  rmSync(folder, { recursive: true, force: true });
});

function serviceIn(language: 'ca' | RightToLeft): string {
  const profile: { services: { serviceId: string; name: Record<string, string> }[] } = JSON.parse(
    readFileSync(demonstrationOffice, 'utf8'),
  );
  const name = profile.services.find(({ serviceId }) => serviceId === SERVICE)?.name[language];
  if (name === undefined) throw new Error(`no ${SERVICE} in ${language}`);
  return name;
}

const fromTheLeft = (selector: string): Promise<string> =>
  kiosk.page.locator(selector).evaluate((element) => {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    const characters: { character: string; left: number }[] = [];
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode())
      [...(node.textContent ?? '')].forEach((character, at) => {
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + 1);
        characters.push({ character, left: range.getBoundingClientRect().left });
      });
    return characters
      .sort((one, other) => one.left - other.left)
      .map(({ character }) => character)
      .join('');
  });

const leftOf = async (selector: string): Promise<number> => (await kiosk.page.locator(selector).boundingBox())?.x ?? 0;

for (const language of LANGUAGES) {
  test(`${language}: a walk-in ticket, with every screen from right to left and its number in reading order`, async () => {
    const person = citizen(kiosk.page, language);
    const { t } = person;
    await person.chooseLanguage();
    // Waits until the animation of the touched key has ended, which must happen even if the screen was laid out again meanwhile.
    await expect
      .poll(() =>
        kiosk.page.evaluate(() => document.getAnimations().filter((one) => one.playState === 'running').length),
      )
      .toBe(0);
    await expect(kiosk.page.locator('html')).toHaveAttribute('dir', 'rtl');
    await person.openEntry();
    await person.sees(t('services.question.walk-in'));
    expect(await leftOf('.bar-back')).toBeGreaterThan(await leftOf('.bar-help'));
    const paper = nextPaper(printer);
    await person.choose(serviceIn(language));
    await person.sees(t('takeTicket.title'));
    const label = await person.label();
    expect(label).toMatch(/^A\d{3}$/);
    expect(await fromTheLeft('.number')).toBe(label);
    expect((await paper).lines).toEqual(expect.arrayContaining([label, serviceIn('ca')]));
    await person.finish();
    await person.isAtFront();
    await expect(kiosk.page.locator('html')).toHaveAttribute('dir', 'ltr');
  });

  test(`${language}: an arrival by the code of an appointment, typed on keys in their usual order`, async () => {
    const person = citizen(kiosk.page, language);
    const { t } = person;
    await person.chooseLanguage();
    await person.openEntry('appointment');
    await person.sees(t('checkIn.title'));
    await person.choose(t('checkIn.method.locator'));
    await person.sees(t('locatorKeypad.title'));
    expect(await leftOf('.large-key >> text="1"')).toBeLessThan(await leftOf('.large-key >> text="2"'));
    const { locator } = booked[language];
    for (const [at, character] of [...locator].entries()) {
      await touch(kiosk.page.getByRole('button', { name: character, exact: true }));
      const typed = formatLocator(locator.slice(0, at + 1).padEnd(locator.length, '_'));
      await expect(kiosk.page.locator('.typed')).toHaveText(typed);
      expect(await fromTheLeft('.typed')).toBe(typed);
    }
    const paper = nextPaper(printer);
    await person.choose(t('keys.search'));
    await person.sees(t('arrived.title'));
    const label = await person.label();
    expect(await fromTheLeft('.number')).toBe(label);
    expect((await paper).lines).toContain(label);
    await person.finish();
    await person.isAtFront();
  });
}
