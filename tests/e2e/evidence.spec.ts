import { rmSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { repositoryRoot } from '../../build/runtime.ts';
import { DOCUMENTS } from '../evidence/documents.ts';
import { foundByAxe } from '../support/axe.ts';
import { type Browser, openBrowser } from '../support/browser.ts';
import { makeSharedFolder } from '../support/shared-folder.ts';

let browser: Browser;
let folder: string;
test.beforeAll(async () => {
  folder = makeSharedFolder('evidence');
  browser = await openBrowser();
});
test.afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Printable area of A4 in pixels, at 96 dots per inch. */
const SHEET = { width: 673, height: 1000, deviceScaleFactor: 1, mobile: false };

test('axe finds nothing on any document of the evidence, and each fits on a sheet of A4', async () => {
  const { page } = browser;
  const of = { root: repositoryRoot, date: '2026-11-27', city: null, results: [], screens: [] };
  const pages = [...DOCUMENTS.values()].flatMap((make) => make(folder, of).paths);
  expect(pages).toHaveLength(22);
  const panel = await page.context().newCDPSession(page);
  await panel.send('Emulation.setDeviceMetricsOverride', SHEET);
  for (const path of pages) {
    await page.goto(`file://${path}`);
    await expect(page.locator('h1')).toHaveCount(1);
    // The Spanish pages have the same elements as the Catalan ones, which axe checks.
    if (!path.endsWith('-es.html')) {
      // Further measures and classes have the same elements as the first, and checking them would take a minute.
      const exclude = ['.measure ~ .measure', '.with-where ~ tr'];
      expect(await foundByAxe(page, { exclude }), path).toEqual([]);
    }
    await page.emulateMedia({ media: 'print' });
    const beside = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(beside, path).toBeLessThanOrEqual(0);
    await page.emulateMedia({ media: 'screen' });
  }
});
