import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { makeEvidence } from '../evidence/make.ts';
import { type Browser, openBrowser } from '../support/browser.ts';

let browser: Browser;
let folder: string;
test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'torn-evidence-'));
  // Electron may run as another user than the tests.
  chmodSync(folder, 0o755);
  browser = await openBrowser();
});
test.afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
});

test('axe finds nothing on the page of evidence and on the statements', async () => {
  const { page } = browser;
  const pages = makeEvidence(folder, '2026-11-27', { results: [], screens: [] });
  expect(pages).toHaveLength(4);
  for (const path of pages) {
    await page.goto(`file://${path}`);
    await expect(page.locator('h1')).toHaveCount(1);
    const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
    expect(
      violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`),
      path,
    ).toEqual([]);
    // Nothing is wider than a sheet of paper or a telephone.
    await page.emulateMedia({ media: 'print' });
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    await page.emulateMedia({ media: 'screen' });
  }
});
