import { expect, test } from '@playwright/test';
import { provideBundles } from '../../build/vite.ts';
import { WORKING_LANGUAGES } from '../../config/languages.ts';
import { CANNED_PAGES } from '../pages/canned-answers.ts';
import type { CannedPage } from '../pages/canned-page.ts';
import { type OpenPages, openPages, PAGE_SIZES, type PageSize } from '../pages/open-pages.ts';
import { asShown } from '../support/as-shown.ts';
import { foundByAxe } from '../support/axe.ts';

const UNREACHED = asShown('No s’arriba a la central. Tornem a provar-ho.');
const SIZES = Object.keys(PAGE_SIZES) as PageSize[];

let pages: OpenPages;
test.beforeAll(async () => {
  await provideBundles(['pages']);
  pages = await openPages();
});
test.afterAll(() => pages.close());

const canned = (name: string): CannedPage => {
  const found = CANNED_PAGES.find((page) => page.name === name);
  if (found === undefined) throw new Error(`no canned page ${name}`);
  return found;
};

/**
 * Each page is shown in only one of the languages and checked by axe in only one of the widths, by turns. All nine combinations
 * (`TORN_ALL=1`) take half an hour.
 */
const isAll = process.env.TORN_ALL === '1';
const isShown = (page: number, language: number): boolean => isAll || page % WORKING_LANGUAGES.length === language;
const isHeard = (page: number, size: number): boolean =>
  isAll || Math.floor(page / WORKING_LANGUAGES.length) % SIZES.length === size;

for (const [at, page] of CANNED_PAGES.entries())
  test(`the page ${page.name} fits its window at every width, shows no word that only a newer program knows, has no fault that axe finds, and breaks no rule of its security policy`, async () => {
    for (const language of WORKING_LANGUAGES.filter((_, index) => isShown(at, index))) {
      await pages.show(page, language, 'screen');
      for (const [ofSize, size] of SIZES.entries()) {
        await pages.sizeTo(size);
        const tooWide = await pages.page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        expect(tooWide, `${language} ${size}`).toBe(0);
        await expect(pages.page.locator('body'), `${language} ${size}`).not.toContainText(asShown('of-later'));
        if (!isHeard(at, ofSize)) continue;
        expect(await foundByAxe(pages.page), `${language} ${size}`).toEqual([]);
      }
    }
    expect(await pages.refusals()).toEqual([]);
  });

test('the title says how many kiosks need a visit, and the list begins with the faults that stop citizens', async () => {
  await pages.show(canned('city'), 'ca', 'screen');
  const { page } = pages;
  await expect(page.locator('h1')).toHaveText('4 quioscos esperen visita');
  await expect(page).toHaveTitle('4 quioscos esperen visita · Torn');
  await expect(page.locator('.visit h3')).toHaveText([
    'OAC Districte 4 · quiosc 1',
    'Biblioteca Central · quiosc 1',
    'OAC Districte 6 · quiosc 1',
    'OAC Didó · quiosc 2',
  ]);
  await expect(page.locator('.summary')).toHaveText([
    '19 quioscos van bé.',
    /^Sense contacte: OAC Districte 5 · quiosc 2, des de 10\.02\. Pot donar torns; no ho sabem\.$/,
  ]);
});

test('the page’s address keeps the chosen office and state, so that a reload shows the same choice', async () => {
  await pages.show(canned('city'), 'ca', 'screen');
  const { page } = pages;
  await page.getByLabel('Oficina').selectOption('OAC Didó');
  await expect(page.locator('.visit h3')).toHaveText(['OAC Didó · quiosc 2']);
  await page.getByLabel('Estat').selectOption('Bé');
  await expect(page.locator('.visit')).toHaveCount(0);
  await expect(page.locator('.summary')).toHaveText(['1 quiosc va bé.']);
  await page.reload();
  await expect(page.getByLabel('Oficina')).toHaveValue('oac-dido');
  await expect(page.locator('.summary')).toHaveText(['1 quiosc va bé.']);
});

test('figures of the day before yesterday link to those of yesterday as soon as midnight has passed', async () => {
  await pages.show(canned('figures-past'), 'ca', 'screen');
  const { page } = pages;
  const yesterday = page.locator('.figures-buttons a[href="/figures?day=2026-11-24"]');
  await expect(page.locator('.figures-buttons a')).toHaveCount(2);
  await page.clock.setFixedTime('2026-11-24T23:30:00.000Z');
  await expect(yesterday).toBeVisible();
  await page.clock.setFixedTime('2026-11-24T09:24:07.000Z');
});

test('the last data stay on the page when no newer data arrive, and their age is bold after a minute', async () => {
  await pages.show(canned('city-cut'), 'ca', 'screen');
  const { page } = pages;
  await expect(page.locator('.data-age')).toContainText('Dades de les 10.24.07 · es renoven soles');
  await page.clock.setFixedTime('2026-11-24T09:25:08.000Z');
  await expect(page.locator('.data-age')).toContainText('Dades de les 10.24.07. No sabem què ha passat després.');
  await expect(page.locator('.data-age')).toHaveCSS('font-weight', '750');
  await expect(page.locator('.visit')).toHaveCount(4);
  await page.clock.setFixedTime('2026-11-24T09:24:07.000Z');
});

test('the city’s page answers each of five questions about figures in two touches: the first shows the answer, the second the office', async () => {
  const { page } = pages;
  const answers = { ...canned('city').answers, ...canned('figures').answers, ...canned('figures-office').answers };
  for (const [question, answer, office, shown] of [
    [0, 'OAC Didó: 38 min. Hi esperen 9.', 'oac-dido', '#waiting-now'],
    [1, 'OAC Didó, d’11 a 12: una persona de cada deu va esperar 38 min o més.', 'oac-dido', '.figures-lead'],
    [2, '11 quan se’ls va cridar; 3 a la seva cita. On més: OAC Didó.', 'oac-dido', '#the-day'],
    [
      3,
      'Hores de cita: 12 h d’oferta, 9,3 h reservades, 7,2 h d’atenció; on més, OAC Didó. Van venir 31 de 34.',
      'oac-dido',
      '#planned',
    ],
    [4, 'OAC Districte 4: 43 min sense imprimir, 12 min sense la central.', 'oac-districte-4', '#outages'],
  ] as const) {
    const day = canned('figures-office-today').answers;
    await pages.show({ ...canned('figures'), path: '/', answers: { ...answers, ...day } }, 'ca', 'phone');
    let touches = 0;
    const touch = async (target: ReturnType<typeof page.locator>): Promise<void> => {
      touches += 1;
      await target.click();
    };
    await touch(page.getByRole('link', { name: 'Xifres' }));
    await expect(page.locator('h1')).toHaveText('L’espera més llarga, ara: 38 min, OAC Didó');
    const said = page.locator('.figures-answers dd').nth(question);
    await expect(said).toHaveText(answer);
    await touch(said.getByRole('link'));
    await expect(page).toHaveURL(new RegExp(`/figures/${office}$`));
    await expect(page.locator(shown)).toBeVisible();
    expect(touches).toBe(2);
  }
});

test('a touch on a change of the twin shows that change, a second touch shows its table, and the downloaded sheet has every change', async () => {
  const { page } = pages;
  await pages.show(canned('figures-twin-own'), 'ca', 'screen');
  await expect(page.locator('h1')).toHaveText('Dilluns 30, d’11 a 12: 27 min d’espera');
  await expect(page.locator('.proposal-what')).toHaveText('Un taulell més els dilluns, de 10.00 a 12.00');
  const rows = page.locator('.twin-questions tbody tr');
  await expect(rows).toHaveCount(8);
  await expect(rows.last()).toContainText('Un taulell més, de 10.00 a 12.00');
  await expect(page.locator('h2[aria-live]')).toHaveText('Un taulell més, de 10.00 a 12.00');
  await page.getByRole('button', { name: '30 de cada 100 persones agafen torn des de casa' }).click();
  await expect(page.locator('h2[aria-live]')).toHaveText('30 de cada 100 persones agafen torn des de casa');
  const bars = await page.locator('.figure-value').allTextContents();
  await page.getByRole('button', { name: 'Taula', exact: true }).click();
  const waits = await page.locator('.figures-table').nth(1).locator('tbody tr td:nth-of-type(2)').allTextContents();
  expect(bars.map(Number)).toEqual(
    waits.map((text) => Math.round(Number(text.replace(',', '.').replace(/[^\d.]/g, '')))),
  );
  const saved = savedSheet();
  await page.getByRole('button', { name: 'Baixa el full' }).click();
  const sheet = (await saved).trim().split('\r\n');
  // The sheet has a line of headings and, for the office as it is and for each of seven changes, a line for each of four classes.
  expect(sheet).toHaveLength(1 + 8 * 4);
  expect(sheet[0]).toContain('gainFrom');
});

const savedSheet = (): Promise<string> =>
  pages.page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        const own = URL.createObjectURL;
        URL.createObjectURL = (file: Blob) => {
          resolve(file.text());
          return own(file);
        };
      }),
  );

test('a chart has the same figures as its table, and the downloaded sheet has a row for every hour', async () => {
  await pages.show(canned('figures-office'), 'ca', 'screen');
  const { page } = pages;
  const bars = await page.locator('.figure-value').allTextContents();
  const row = page.locator('.figures-table').first().locator('tbody tr');
  const arrivals = await row.locator('td:nth-of-type(1)').allTextContents();
  expect(bars.map(Number)).toEqual(arrivals.slice(0, -1).map(Number));
  const saved = savedSheet();
  await page.getByRole('button', { name: 'Baixa el full' }).click();
  const sheet = (await saved).split('\r\n');
  expect(sheet.filter((line) => /^oac-dido,2026-11-23,,,\d+,/.test(line)).map((line) => line.split(',')[5])).toEqual(
    bars,
  );
});

test('the city’s page weighs 150 kB at most, and loads nothing from elsewhere', async () => {
  const { page, served } = pages;
  const loaded = new Set<string>();
  page.on('request', (request) => loaded.add(request.url()));
  await pages.show(canned('city'), 'ca', 'screen');
  expect([...loaded].filter((url) => !url.startsWith(served.url))).toEqual([]);
  let bytes = 0;
  for (const url of loaded)
    if (/\/assets\/.*\.(js|css|woff2)$/.test(url)) bytes += served.weightOf(new URL(url).pathname);
  expect(bytes).toBeGreaterThan(50_000);
  expect(bytes).toBeLessThan(150_000);
});

test('a page whose program a newer release has replaced is loaded anew', async () => {
  await pages.show(canned('city'), 'ca', 'screen');
  const { page } = pages;
  await page.route('**/assets/kiosks-*.js', (route) => route.abort(), { times: 1 });
  await page.getByRole('link', { name: 'Quioscos' }).first().click();
  await expect(page.getByText(UNREACHED)).toBeVisible();
  await expect(page.locator('h1')).toHaveText('24 quioscos');
});

test('a page whose sentences a newer release has replaced is loaded anew', async () => {
  const { page } = pages;
  for (const [name, file] of [
    ['telephone', 'bookings'],
    ['audit', 'centre'],
    ['offices', 'office'],
  ] as const) {
    let aborted = 0;
    await page.route(
      `**/assets/${file}-*.js`,
      async (route) => {
        aborted += 1;
        await route.abort();
      },
      { times: 1 },
    );
    await pages.show(canned(name), 'ca', 'screen');
    expect(aborted, name).toBe(1);
  }
});

test('a page keeps its language when the sentences of the chosen one cannot be fetched', async () => {
  const { page } = pages;
  await pages.show(canned('city'), 'ca', 'screen');
  const choice = page.getByRole('combobox').first();
  const aborted = page.waitForEvent('requestfailed');
  await page.route('**/assets/*.js', (route) => route.abort());
  await choice.selectOption('es');
  await aborted;
  await expect(choice).toHaveValue('ca');
  await expect(page.locator('h1')).toHaveText('4 quioscos esperen visita');
  await page.unroute('**/assets/*.js');
});

test('an operator of 010 confirms again or releases an hour whose confirmation got no answer, and a booked hour is never released', async () => {
  const { page, served } = pages;
  const missing = page.locator('.call-missing');
  await pages.show(canned('telephone-held'), 'ca', 'screen');
  await page.route('**/holds/confirm', (route) => route.abort());
  await page.keyboard.press('Control+Enter');
  await expect(missing).toHaveText(
    asShown('No se sap si l’hora s’ha reservat. Torneu a confirmar, o allibereu-la amb Esc.'),
  );
  await page.route('**/holds/release', (route) => route.abort(), { times: 1 });
  // The first request to release the held appointment time is lost. Esc does nothing while a request is in progress, so it is pressed until
  // the appointment time is released.
  const chosen = page.locator('[data-column="2"] [aria-pressed="true"]');
  const lost = page.waitForEvent('requestfailed');
  await page.keyboard.press('Escape');
  await lost;
  await expect(chosen).toHaveCount(1);
  while ((await chosen.count()) > 0) await page.keyboard.press('Escape');
  expect(served.changes.at(-1)).toContain('"alsoBooked":true');

  await page.unroute('**/holds/confirm');
  await pages.show(canned('telephone-held'), 'ca', 'screen');
  await page.keyboard.press('Control+Enter');
  await page.locator('.call-booked button:focus').waitFor();
  await page.keyboard.press('Enter');
  await page.locator('[data-column="1"]:focus').waitFor();
  expect(served.changes.at(-1)).toContain('confirmHour');
});

test('a page whose centre does not answer says so in words, and asks again', async () => {
  const { page, served } = pages;
  await pages.show(canned('city'), 'ca', 'screen');
  await page.route('**/session', (route) => route.abort(), { times: 1 });
  await page.goto(`${served.url}/kiosks`);
  await expect(page.locator('body')).toHaveText(UNREACHED);
  await expect(page.locator('h1')).toHaveText('24 quioscos');
});
