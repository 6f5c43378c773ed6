import type { Page } from '@playwright/test';

/** Types the texts into the fields of a page one after the other, by keyboard alone, and sends them by Enter. */
export async function typeIntoFields(page: Page, ...texts: readonly string[]): Promise<void> {
  // A window without the keyboard, or a page that has not focused its first field yet, loses the first letters.
  await page.bringToFront();
  await page.locator('input:focus').waitFor();
  for (const [index, text] of texts.entries()) {
    if (index > 0) await page.keyboard.press('Tab');
    await page.keyboard.type(text);
  }
  await page.keyboard.press('Enter');
}
