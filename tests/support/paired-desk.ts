import { expect } from '@playwright/test';
import { certificateSeenIn } from '../../src-main/calling/contract/pairing.ts';
import { openOfficeBrowsers } from './office-browsers.ts';
import { startKioskWithDesks } from './office-hub.ts';

const WINDOW = { width: 1_366, height: 768 };

/** Starts a kiosk on the data folder, pairs a browser with this desk and stops the kiosk; the pairing stays in the folder. */
export async function pairedDesk(dataDir: string, profile: string, port: number, deskId = 'taula-2') {
  const kiosk = await startKioskWithDesks(dataDir, profile, port);
  const { fingerprint } = await kiosk.state();
  const browsers = await openOfficeBrowsers(fingerprint ?? '', [`https://localhost:${port}/desk/`]);
  const [desk] = browsers.pages;
  if (desk === undefined) throw new Error('no browser');
  await desk.setViewportSize(WINDOW);
  await expect(desk.locator('.desk-code')).toHaveText(/\d{6}/);
  const code = (await desk.locator('.desk-code').textContent()) ?? '';
  const paired = await kiosk.core.call('pairBrowser', { code, deskId, seen: certificateSeenIn(fingerprint ?? '') });
  expect(paired.ok).toBe(true);
  await desk.getByRole('button', { name: 'Català' }).click();
  await expect(desk.locator('.desk-mine')).toBeVisible();
  await kiosk.core.stop();
  return { desk, close: browsers.close };
}
