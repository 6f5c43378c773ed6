import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { provideBundles } from '../../build/vite.ts';
import { openBrowser } from '../support/browser.ts';
import { freePort } from '../support/free-port.ts';
import { officeWithDesks, startKioskWithDesks } from '../support/office-hub.ts';

test('a hall screen follows a real kiosk over TLS: it is paired by its code, shows and speaks a call in Catalan, and is cut off when the kiosk ends', {
  tag: '@whole',
}, async () => {
  await provideBundles(['hub', 'core']);
  const folder = mkdtempSync(join(tmpdir(), 'torn-hall-'));
  const port = await freePort();
  const kiosk = await startKioskWithDesks(join(folder, 'data'), officeWithDesks(folder, port), port);
  // This browser accepts any certificate; other tests check how the page compares certificates.
  const browser = await openBrowser({ switches: ['--ignore-certificate-errors'] });
  try {
    const { page } = browser;
    const spoken: number[] = [];
    page.on('response', (response) => {
      if (response.url().includes('/api/hall/speech')) spoken.push(response.status());
    });
    await page.goto(`https://127.0.0.1:${port}/hall/`);
    const code = await page.locator('.hall-code').textContent();
    expect(await kiosk.core.call('pairBrowser', { code: code ?? '' })).toMatchObject({ ok: true });
    await expect(page.locator('[data-notice="nobody"]')).toBeVisible();
    const { label } = await kiosk.giveTicket();
    const desk = await kiosk.pair('desk', 'taula-2');
    await desk.order({ kind: 'call-next' });
    await expect(page.locator('.hall-now')).toContainText(label);
    await expect(page.locator('.hall-now')).toContainText('Taula 2');
    await expect.poll(() => spoken).toEqual([200]);
    await kiosk.core.stop();
    await expect(page.locator('[data-notice="stale"]')).toBeVisible();
  } finally {
    await browser.close();
    await kiosk.core.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});
