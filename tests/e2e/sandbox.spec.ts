import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { demonstrationOffice } from '../support/core-process.ts';
import { launchKiosk } from '../support/electron.ts';
import { WITHOUT_NAMESPACES, whyNoNamespaces, whyNotWithout } from '../support/machine.ts';

test('when the unprivileged user cannot reach the data folder, root still gets a kiosk with its sandbox on', async () => {
  test.skip(process.getuid?.() !== 0, 'only root starts Electron as somebody else');
  test.skip(whyNoNamespaces() !== null, whyNoNamespaces() ?? '');
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

test('when this user gets no user namespace, the helper that root provided keeps the sandbox on', async () => {
  test.skip(whyNotWithout() !== null, whyNotWithout() ?? '');
  const dataDir = mkdtempSync(join(tmpdir(), 'torn-without-'));
  const kiosk = await launchKiosk({ dataDir, profile: demonstrationOffice, under: WITHOUT_NAMESPACES });
  try {
    await expect(kiosk.page.locator('[data-screen="idle"]')).toBeVisible();
    const processId = await kiosk.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId(),
    );
    const status = readFileSync(`/proc/${processId}/status`, 'utf8');
    expect(status).toMatch(/^Seccomp:\t2$/m);
    // The process has its own process namespace, which the sandbox helper made.
    expect(status).toMatch(/^NSpid:(\t\d+){2,}$/m);
  } finally {
    await kiosk.close();
    rmSync(dataDir, { recursive: true });
  }
});
