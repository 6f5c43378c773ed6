import { expect, test } from '@playwright/test';
import { openApiDocument } from '../../src-central/openapi/document.ts';
import { readingPage } from '../../src-central/openapi/reading-page.ts';
import { leavePage, turnPage, unknownPage } from '../../src-central/phone/page.ts';
import type { Turn } from '../../src-central/phone/turn.ts';
import type { TurnState } from '../../src-main/domain/ticket-life.ts';
import { foundByAxe } from '../support/axe.ts';
import { type Browser, openBrowser } from '../support/browser.ts';

let browser: Browser;
test.beforeAll(async () => {
  browser = await openBrowser();
});
test.afterAll(() => browser.close());

const STATES: readonly TurnState[] = [
  'coming',
  'waiting',
  'called',
  'serving',
  'missed',
  'served',
  'left',
  'lapsed',
  'void',
];
const turn = (state: TurnState, language: Turn['language']): Turn => ({
  state,
  language,
  label: 'A047',
  officeName: 'OAC Didó',
  serviceName: 'Empadronament',
  coming:
    state === 'coming'
      ? {
          proof: 'HTTPS://TORN.EXEMPLE.CAT/T/ABCDEFGHIJKLMNOPQRSTUVWXYZ',
          code: 'A047-4172',
          heldSinceMs: 0,
          holdMs: 900_000,
          timesBehind: 1,
        }
      : null,
  desk: state === 'called' ? 'Taula 3' : null,
  appointmentTime: state === 'waiting' ? '10:40' : null,
  servedTime: state === 'served' ? '10:52' : null,
});

const PHONE = { width: 320, height: 640, deviceScaleFactor: 1, mobile: true };

test('axe finds nothing on a ticket’s page on a phone in any state, and the page is no wider than the phone', async () => {
  const { page } = browser;
  const panel = await page.context().newCDPSession(page);
  await panel.send('Emulation.setDeviceMetricsOverride', PHONE);
  const pages = STATES.map((state, at) =>
    turnPage(turn(state, at % 2 === 0 ? 'ca' : 'uk'), `10:0${at}`, null, { comeBy: '10:55' }),
  );
  pages.push(turnPage(turn('waiting', 'ur'), '10:08', { waiting: 12, minutes: { from: 50, to: 110 } }));
  pages.push(turnPage(turn('waiting', 'ro'), '10:09', null, { isStill: true }));
  const light = [...pages, leavePage(turn('waiting', 'ar')), unknownPage()].map((text) => ['light', text] as const);
  const dark = [pages[0], pages[1], pages[3]].map((text = '') => ['dark', text] as const);
  for (const [colorScheme, text] of [...light, ...dark]) {
    await page.emulateMedia({ colorScheme });
    await page.setContent(text.replace(/<meta http-equiv="refresh"[^>]*>/, ''));
    expect(await foundByAxe(page)).toEqual([]);
    expect(await page.evaluate(() => [innerWidth, document.documentElement.scrollWidth])).toEqual([320, 320]);
  }
});

/** Makes the API's page with only the calls and schemas whose names match, and the first `guide` characters of its guide. */
function apiPage(shown: RegExp, guide: number): string {
  const document = openApiDocument('0.1.0');
  const some = <T>(all: Readonly<Record<string, T>>) =>
    Object.fromEntries(Object.entries(all).filter(([name]) => shown.test(name)));
  const { info, paths, components } = document;
  const described = { ...info, description: info.description.slice(0, guide) };
  return readingPage({
    ...document,
    info: described,
    paths: some(paths),
    components: { ...components, schemas: some(components.schemas) },
  });
}

for (const { title, tag, shown, guide } of [
  { title: 'bookings', tag: [], shown: /appointments\/\{|^Appointment(Order|Answer)|^Slug/, guide: 2_000 },
  { title: 'every call', tag: ['@whole'], shown: /./, guide: 1_000_000 },
])
  test(`axe finds nothing on the page of the API with ${title}, by day and by night`, { tag }, async () => {
    const { page } = browser;
    await page.setContent(apiPage(shown, guide));
    // The window has the width of a telephone.
    expect(await page.evaluate(() => [innerWidth, document.documentElement.scrollWidth])).toEqual([320, 320]);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await foundByAxe(page)).toEqual([]);
    }
  });
