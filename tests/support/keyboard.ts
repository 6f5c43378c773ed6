import type { Page } from '@playwright/test';

export async function typeIntoFields(page: Page, ...texts: readonly string[]): Promise<void> {
  // The first letters are lost while the window has no keyboard or the page has not focused its first field.
  await page.bringToFront();
  await page.locator('input:focus').waitFor();
  for (const [index, text] of texts.entries()) {
    if (index > 0) await page.keyboard.press('Tab');
    await page.keyboard.type(text);
  }
  await page.keyboard.press('Enter');
}
