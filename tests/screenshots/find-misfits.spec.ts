import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { repositoryRoot } from '../../build/runtime.ts';
import { type BundleForPage, bundleForPage } from '../../build/vite.ts';
import { type Browser, openBrowser } from '../support/browser.ts';
import { type Bounds, RULES, type Rule } from './page/report.ts';
import { PLANTED, WITHOUT_FAULT } from './planted-pages.ts';

const FONT = join(
  repositoryRoot,
  'node_modules/@fontsource-variable/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-latin-wght-normal.woff2',
);
const STYLE = `
  @font-face { font-family: 'Of the page'; font-weight: 200 800; src: url(data:font/woff2;base64,${readFileSync(FONT, 'base64')}); }
  * { box-sizing: border-box; margin: 0; padding: 0; border: 0; }
  body { height: 100vh; overflow: hidden; background: #fff; font: 500 44px/1.22 'Of the page'; }
  button { display: block; width: 300px; height: 120px; font: inherit; background: #cfc; }
  .at { position: absolute; left: 100px; top: 100px; }
`;

/** Limits for a panel with four pixels per millimetre, on which letters of 44 px have capitals of 7.3 mm. */
const BOUNDS: Bounds = {
  pxPerMm: 4,
  targetMm: 20,
  gapMm: 3,
  capitalMm: 7.3,
  reachFromPx: null,
  reachedPart: 'whole',
  onePage: false,
  wholeFacade: false,
  leastChoices: 1,
  codeMm: 30,
  apart: false,
};

let browser: Browser;
let finder: BundleForPage;
test.beforeAll(async () => {
  [browser, finder] = await Promise.all([openBrowser(), bundleForPage(join(import.meta.dirname, 'page', 'main.ts'))]);
});
test.afterAll(() => browser.close());

async function rulesOn(body: string, changes: Partial<Bounds> = {}): Promise<Rule[]> {
  await browser.page.setContent(`<!doctype html><style>${STYLE}</style><body>${body}</body>`);
  await browser.page.evaluate(() => document.fonts.load("500 44px 'Of the page'"));
  await browser.page.evaluate(finder.script);
  const { misfits } = await browser.page.evaluate((bounds) => window.watch.lookAtPage(bounds), {
    ...BOUNDS,
    ...changes,
  });
  return misfits.map(({ rule }) => rule);
}

for (const { rule, also, name, body, bounds } of PLANTED)
  test(`${rule}: ${name} is found, and nothing else`, async () => {
    expect(new Set(await rulesOn(body, bounds))).toEqual(new Set(also === undefined ? [rule] : [rule, also]));
  });

for (const { name, body, bounds } of WITHOUT_FAULT)
  test(`no complaint about: ${name}`, async () => {
    expect(await rulesOn(body, bounds)).toEqual([]);
  });

test('every rule of one page has a planted fault', () => {
  const planted = new Set(PLANTED.map(({ rule }) => rule));
  // The rules in `compared` compare two pages, so no single page can break them.
  const compared: readonly Rule[] = ['shrunk', 'unchanged', 'vanished'];
  expect(RULES.filter((rule) => !planted.has(rule) && !compared.includes(rule))).toEqual([]);
});
