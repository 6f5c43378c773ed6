import type { Page } from '@playwright/test';
import type { WorkingLanguage } from '../../config/languages.ts';
import { type Browser, openBrowser } from '../support/browser.ts';
import { NOW } from './canned-answers.ts';
import type { CannedPage } from './canned-page.ts';
import { type ServedPages, servePages } from './serve-pages.ts';

declare global {
  interface Window {
    refusals: string[];
  }
}

export const PAGE_SIZES = {
  screen: { width: 1_440, height: 900 },
  phone: { width: 390, height: 844 },
  narrow: { width: 320, height: 640 },
} as const;
export type PageSize = keyof typeof PAGE_SIZES;

/** The city's pages in a real Chromium, with canned answers, on the day of `NOW`. */
export interface OpenPages {
  page: Page;
  /** Lists the refusals by the content security policy of the shown document, each as `directive address`. */
  refusals(): Promise<string[]>;
  served: ServedPages;
  show(canned: CannedPage, language: WorkingLanguage, size: PageSize): Promise<void>;
  sizeTo(size: PageSize): Promise<void>;
  close(): Promise<void>;
}

export async function openPages(): Promise<OpenPages> {
  const [browser, served]: [Browser, ServedPages] = await Promise.all([
    openBrowser({ env: { TZ: 'Europe/Madrid' } }),
    servePages(),
  ]);
  const { page } = browser;
  // The test's own limit ends a wait that hangs.
  page.setDefaultTimeout(0);
  await page.clock.setFixedTime(NOW);
  await page.addInitScript(() => {
    window.refusals = [];
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
      window.refusals.push(`${violatedDirective} ${blockedURI}`),
    );
  });
  return {
    page,
    refusals: () => page.evaluate(() => window.refusals),
    served,
    async show(canned, language, size) {
      await page.setViewportSize(PAGE_SIZES[size]);
      served.show(canned);
      // This address has no page, so the storage can be set for the host before the real page is loaded.
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
      // The page is resized only after the command has ended. A covered window draws no frames, so the wait polls by time.
      await page.waitForFunction((width) => innerWidth === width, PAGE_SIZES[size].width, { polling: 50 });
    },
    async close() {
      await browser.close();
      await served.close();
    },
  };
}
