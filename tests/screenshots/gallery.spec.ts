import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { type Browser, openBrowser } from '../support/browser.ts';
import { SUBJECTS } from './cases.ts';
import { COMPONENTS, PARTS } from './gallery/components.ts';
import { makeGallery } from './gallery/make.ts';

let browser: Browser;
let folder: string;
test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'torn-gallery-'));
  // Electron may run as another user, who must be able to read this folder.
  chmodSync(folder, 0o755);
  const file = await makeGallery(folder);
  browser = await openBrowser();
  await browser.page.goto(`file://${file}`);
});
test.afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
});

test('the gallery has every screen and every part, drawn by the renderer from two files alone', async () => {
  const { page } = browser;
  expect(await page.locator('figure[data-names]').count()).toBe(Object.keys(SUBJECTS).length);
  expect(await page.locator('[data-component]').count()).toBe(
    Object.values({ ...COMPONENTS, ...PARTS }).filter(Boolean).length,
  );
  const idle = page.locator('figure[data-names="idle"]');
  await expect(idle).toHaveAttribute('data-stands', 'true');
  await expect(idle.frameLocator('iframe').locator('[data-screen="idle"] h1')).toHaveText(/Bon dia/);
});

test('the gallery’s choices of language, size of type, city and panel show in the screens', async () => {
  const { page } = browser;
  const idle = page.locator('figure[data-names="idle"]');
  const choose = (name: string, value: string) => page.locator(`select[name="${name}"]`).selectOption(value);
  await choose('language', 'es');
  await choose('text', '200');
  await choose('theme', 'vilaclara');
  await choose('panel', 'inch-15-landscape');
  await expect(idle).toHaveAttribute('data-stands', 'true');
  const root = idle.frameLocator('iframe').locator('html');
  await expect(root).toHaveAttribute('lang', 'es');
  await expect(root).toHaveAttribute('data-text-size', '200');
  await expect(root).toHaveAttribute('data-arches', 'false');
  expect(await idle.locator('iframe').evaluate((frame) => frame.clientWidth)).toBeGreaterThan(
    await idle.locator('iframe').evaluate((frame) => frame.clientHeight),
  );
});
