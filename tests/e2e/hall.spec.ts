import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { provideBundles } from '../../build/vite.ts';
import type { HallCall } from '../../src-main/calling/contract/hall.ts';
import { foundByAxe } from '../support/axe.ts';
import { type Browser, openBrowser } from '../support/browser.ts';
import { callOf, feedOf } from '../support/hall-feed.ts';
import { type HallServer, startHallServer } from '../support/hall-server.ts';

const PICTURES = join(import.meta.dirname, '../../test-results/hall');

let browser: Browser;
let server: HallServer;
test.beforeAll(async () => {
  await provideBundles(['hub']);
  mkdirSync(PICTURES, { recursive: true });
  [browser, server] = await Promise.all([openBrowser(), startHallServer()]);
});
test.afterAll(async () => {
  await browser.close();
  await server.close();
});

/** Shorter side of a 43-inch screen in millimetres, whether it is mounted in portrait or in landscape. */
const SHORT_SIDE_MM = 535;
/** Capitals of this height can be read at ten metres. */
const LEAST_CAPITAL_MM = 50;

const PANELS = [
  { width: 1_920, height: 1_080 },
  { width: 1_080, height: 1_920 },
];

/**
 * Returns the height of capitals in millimetres in each number and desk, and the texts of the numbers and desks that extend beyond their
 * row or the screen.
 */
const measured = (page: Page) =>
  page.evaluate((sideMm) => {
    const mmPerPx = sideMm / Math.min(innerWidth, innerHeight);
    const context = document.createElement('canvas').getContext('2d');
    if (context === null) throw new Error('no canvas');
    const capitalOf = (element: Element): number => {
      const { fontSize, fontFamily, fontWeight } = getComputedStyle(element);
      context.font = `${fontWeight} ${fontSize} ${fontFamily}`;
      return context.measureText('H').actualBoundingBoxAscent * mmPerPx;
    };
    const elements = [...document.querySelectorAll('.hall-number, .hall-desk')];
    const isOut = (element: Element): boolean => {
      const { left, right, top, bottom } = element.getBoundingClientRect();
      const row = (element.parentElement ?? element).getBoundingClientRect();
      return left < 0 || right > innerWidth + 1 || top < row.top - 1 || bottom > Math.min(row.bottom, innerHeight) + 1;
    };
    return {
      capitalsMm: elements.map(capitalOf),
      out: elements.filter(isOut).map(({ textContent }) => textContent),
    };
  }, SHORT_SIDE_MM);

const isWhole = (page: Page, selector: string) =>
  page.locator(selector).evaluate((element) => {
    const letters = document.createRange();
    letters.selectNodeContents(element);
    const { left, right, top, bottom } = letters.getBoundingClientRect();
    return left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight;
  });

const isWithin = (page: Page, selector: string) =>
  page.locator(selector).evaluate((element) => {
    const letters = document.createRange();
    letters.selectNodeContents(element);
    const { left, right, top, bottom } = letters.getBoundingClientRect();
    const part = element.closest('.hall-quiet, .hall-foot')?.getBoundingClientRect();
    return (
      part !== undefined &&
      left >= part.left &&
      right <= part.right + 1 &&
      top >= part.top - 1 &&
      bottom <= Math.min(part.bottom, innerHeight) + 1
    );
  });

const ageOf = (seconds: number) => Date.now() - seconds * 1_000;
const tell = (calls: readonly HallCall[], staleAfterS = 300) =>
  server.tell(feedOf(calls, { asOfMs: Date.now(), staleAfterS }));

test('a hall screen is paired by a code, calls in two languages in letters readable at ten metres, calls again, and says when it is out of date', async () => {
  const { page } = browser;
  await page.goto(server.address);
  await expect(page.locator('.hall-code')).toHaveText('402913');
  for (const { width, height } of PANELS) {
    await page.setViewportSize({ width, height });
    expect(await isWhole(page, '.hall-code'), `${width}`).toBe(true);
  }
  expect(await foundByAxe(page)).toEqual([]);
  server.confirm();
  tell([]);
  await expect(page.locator('[data-notice="nobody"] p')).toHaveCount(3);
  await expect(page.locator('.hall-clock')).toHaveText('10.24');
  const before = ['A056', 'C012', 'A055', 'A054'].map((number, no) => callOf(number, { calledAtMs: ageOf(400 + no) }));
  const call = callOf('A057', { calledAtMs: ageOf(0), language: 'es' });
  tell([call, ...before]);
  const now = page.locator('.hall-now');
  await expect(now).toContainText('A057');
  await expect(now.locator('[lang="es"]')).toHaveText('Mostrador 3');
  await expect(page.locator('.hall-clock')).toHaveText('10.24');
  await expect(page.locator('.hall-before li')).toHaveText(['A056Taulell 3', 'C012Taulell 3', 'A055Taulell 3']);
  await expect.poll(() => server.spoken).toEqual([`${call.id} ca`, `${call.id} es`]);
  for (const { width, height } of PANELS) {
    await page.setViewportSize({ width, height });
    await page.screenshot({ path: join(PICTURES, `calls-${width}.png`) });
    const { capitalsMm, out } = await measured(page);
    expect(Math.min(...capitalsMm), `${width}`).toBeGreaterThanOrEqual(LEAST_CAPITAL_MM);
    expect(out, `${width}`).toEqual([]);
  }
  expect(await foundByAxe(page)).toEqual([]);
  const long = callOf('AB113', { calledAtMs: ageOf(390), desk: { ca: 'Informació i registre general' } });
  tell([call, long, ...before]);
  await expect(page.locator('.hall-before li').first()).toContainText('AB113');
  for (const { width, height } of PANELS) {
    await page.setViewportSize({ width, height });
    expect((await measured(page)).out, `${width}`).toEqual([]);
  }
  const again = callOf('A056', { calledAtMs: ageOf(0), times: 2, isRecall: true });
  tell([again, call, ...before.slice(1)]);
  await expect(now).toContainText('A056');
  await expect(now.locator('.hall-again')).toBeVisible();
  tell([again, call], 1);
  await expect(page.locator('[data-notice="stale"]')).toBeVisible();
  await expect(page.locator('.hall-number')).toHaveCount(0);
  expect(await foundByAxe(page)).toEqual([]);
  tell([again, call]);
  await expect(now).toContainText('A056');
  tell([{ ...again, isOver: true }, call]);
  await expect(now).toContainText('A057');
  await expect(page.locator('.hall-before li')).toHaveText(['A056Taulell 3']);
});

test('while no ticket is called the city’s words take the call’s place, and the last calls stay in sight', async () => {
  const { page } = browser;
  const message = {
    title: { ca: 'Renoveu el carnet de la biblioteca aquí' },
    text: { ca: 'Aquí mateix, sense cita, fins al 19 de desembre. Si us cal ajuda, demaneu-la al taulell 1.' },
    pictogram: 'graduation' as const,
  };
  const calls = ['B034', 'A091', 'E027', 'A090'].map((number, no) => callOf(number, { calledAtMs: ageOf(301 + no) }));
  await page.goto(server.address);
  server.confirm();
  const tellMessage = (some: readonly HallCall[]) =>
    server.tell(feedOf(some, { asOfMs: Date.now(), staleAfterS: 300, message }));
  for (const { width, height } of PANELS) {
    await page.setViewportSize({ width, height });
    for (const some of [calls, []]) {
      tellMessage(some);
      await expect(page.locator('.hall-before li')).toHaveCount(Math.min(some.length, 3));
      for (const line of ['.hall-title', '.hall-title + p']) expect(await isWhole(page, line), line).toBe(true);
      expect((await measured(page)).out, `${width}`).toEqual([]);
      expect(await foundByAxe(page)).toEqual([]);
      await page.screenshot({ path: join(PICTURES, `quiet-${width}-${some.length}.png`) });
    }
  }
  tellMessage([callOf('A100', { calledAtMs: ageOf(0) }), ...calls]);
  await expect(page.locator('.hall-now')).toContainText('A100');
  await expect(page.locator('.hall-quiet')).toHaveCount(0);
});

test('the city’s words appear whole in the hall’s languages even at their longest, and the foot says until when the office is open', async () => {
  const { page } = browser;
  const [title, text] = ['M'.repeat(4), 'Aquí mateix'];
  const long = (start: string, most: number) => `${start} ${'paraula '.repeat(20)}`.slice(0, most).trimEnd();
  const message = {
    title: { ca: long(title, 40), es: long('Renueve', 40), en: long('Renew', 40) },
    text: { ca: long(text, 90), es: long('Aquí mismo', 90), en: long('Right here', 90) },
    pictogram: 'graduation' as const,
  };
  const calls = ['B034', 'A091', 'E027', 'A090'].map((number, no) => callOf(number, { calledAtMs: ageOf(301 + no) }));
  await page.goto(server.address);
  server.confirm();
  for (const { width, height } of PANELS) {
    await page.setViewportSize({ width, height });
    for (const some of [calls, []]) {
      server.tell(feedOf(some, { asOfMs: Date.now(), staleAfterS: 300, message }));
      await expect(page.locator('.hall-before li')).toHaveCount(Math.min(some.length, 3));
      await expect(page.locator('.hall-other[lang="es"]')).toContainText('Renueve');
      await expect(page.locator('.hall-other[lang="en"]')).toContainText('Right here');
      await expect(page.locator('.hall-office')).toContainText('Obert avui fins a les 15.00');
      await page.screenshot({ path: join(PICTURES, `languages-${width}-${some.length}.png`) });
      for (const line of [
        '.hall-title',
        '.hall-title + p',
        '.hall-other[lang="es"]',
        '.hall-other[lang="en"]',
        '.hall-office',
      ])
        expect(await isWithin(page, line), `${width} ${some.length} ${line}`).toBe(true);
      expect(await foundByAxe(page)).toEqual([]);
    }
  }
  // A language that has only a title shows the title; a language without text is left out.
  server.tell(
    feedOf([], { asOfMs: Date.now(), staleAfterS: 300, openUntil: null, message: { title: { ca: 'Sol', en: 'Sun' } } }),
  );
  await expect(page.locator('.hall-other')).toHaveText(['Sun']);
  await expect(page.locator('.hall-office p')).toHaveCount(0);
});

test('while no ticket is called, the city’s picture and its description take the call’s place, and a new call replaces them', async () => {
  const { page } = browser;
  const picture = { id: 'cafe', text: { ca: 'Renoveu el carnet de la biblioteca' } };
  const calls = ['B034', 'A091'].map((number, no) => callOf(number, { calledAtMs: ageOf(301 + no) }));
  await page.goto(server.address);
  server.confirm();
  const show = (some: readonly HallCall[], id = picture.id) =>
    server.tell(feedOf(some, { asOfMs: Date.now(), staleAfterS: 300, picture: { ...picture, id } }));
  for (const { width, height } of PANELS) {
    await page.setViewportSize({ width, height });
    for (const some of [calls, []]) {
      show(some);
      await expect(page.locator('.hall-before li')).toHaveCount(some.length);
      const drawn = page.getByRole('img', { name: picture.text.ca });
      await expect
        .poll(() => drawn.evaluate((image: HTMLImageElement) => image.complete && image.naturalWidth))
        .toBe(1_180);
      const box = await drawn.boundingBox();
      expect(box?.height, `${width}`).toBeGreaterThan(height * 0.25);
      expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(height);
      await page.screenshot({ path: join(PICTURES, `picture-${width}-${some.length}.png`) });
      expect(await foundByAxe(page)).toEqual([]);
    }
  }
  show(calls, 'broken');
  await expect(page.getByText(picture.text.ca)).toBeVisible();
  show([callOf('A100', { calledAtMs: ageOf(0) }), ...calls]);
  await expect(page.locator('.hall-now')).toContainText('A100');
  await expect(page.locator('.hall-picture')).toHaveCount(0);
});
