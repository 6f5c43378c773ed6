import type { Page } from '@playwright/test';
import type { WorkingLanguage } from '../../config/languages.ts';
import { type Browser, openBrowser } from '../support/browser.ts';
import { NOW } from './canned-answers.ts';
import type { CannedPage } from './canned-page.ts';
import { type ServedPages, servePages } from './serve-pages.ts';

export const PAGE_SIZES = {
  screen: { width: 1_440, height: 900 },
  phone: { width: 390, height: 844 },
  narrow: { width: 320, height: 640 },
} as const;
export type PageSize = keyof typeof PAGE_SIZES;

/** The city's pages in the real Chromium, before canned answers, on the day of `NOW`. */
export interface OpenPages {
  page: Page;
  served: ServedPages;
  /** Opens a page anew and waits until its answers are drawn. */
  show(canned: CannedPage, language: WorkingLanguage, size: PageSize): Promise<void>;
  /** Makes the shown page as wide and high as this. */
  sizeTo(size: PageSize): Promise<void>;
  close(): Promise<void>;
}

export async function openPages(): Promise<OpenPages> {
  const [browser, served]: [Browser, ServedPages] = await Promise.all([
    openBrowser({ env: { TZ: 'Europe/Madrid' } }),
    servePages(),
  ]);
  const { page } = browser;
  // A wait has no limit of its own: the test's limit ends it.
  page.setDefaultTimeout(0);
  await page.clock.setFixedTime(NOW);
  return {
    page,
    served,
    async show(canned, language, size) {
      await page.setViewportSize(PAGE_SIZES[size]);
      served.show(canned);
      // An address without a page: the storage set here is this host's, and the next page is loaded whole.
      await page.goto(`${served.url}/assets/none.txt`);
      await page.evaluate((own) => localStorage.setItem('torn-city-language', own), language);
      await page.evaluate((kept) => {
        sessionStorage.clear();
        for (const [key, value] of Object.entries(kept)) sessionStorage.setItem(key, value);
      }, canned.kept ?? {});
      await page.goto(`${served.url}${canned.path}`);
      // A new document in a window without the keyboard has no `:focus`, and the steps would wait for it in vain.
      await page.bringToFront();
      await page.locator('h1').waitFor();
      if (Object.keys(canned.answers).length > 0) await page.locator('[data-waits]').waitFor({ state: 'detached' });
      await canned.steps?.(page);
      await page.evaluate(() => document.fonts.ready);
    },
    async sizeTo(size) {
      await page.setViewportSize(PAGE_SIZES[size]);
      // The page gets its size after the command has ended. Polling is by time, because a covered window draws no frames.
      await page.waitForFunction((width) => innerWidth === width, PAGE_SIZES[size].width, { polling: 50 });
    },
    async close() {
      await browser.close();
      await served.close();
    },
  };
}
