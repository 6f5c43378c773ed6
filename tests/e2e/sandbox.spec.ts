import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { demonstrationOffice } from '../support/core-process.ts';
import { launchKiosk } from '../support/electron.ts';

test('where the unprivileged user cannot reach the data folder, root still gets a kiosk with its sandbox on', async () => {
  test.skip(process.getuid?.() !== 0, 'only root starts Electron as somebody else');
  const closed = mkdtempSync(join(tmpdir(), 'torn-closed-'));
  chmodSync(closed, 0o700);
  const kiosk = await launchKiosk({ dataDir: join(closed, 'data'), profile: demonstrationOffice });
  try {
    expect(kiosk.sandbox).toBe('on');
    await expect(kiosk.page.locator('[data-screen="idle"]')).toBeVisible();
  } finally {
    await kiosk.close();
    rmSync(closed, { recursive: true });
  }
});
