import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from '@playwright/test';
import { captureSound } from '../support/captured-sound.ts';
import { citizen } from '../support/citizen.ts';
import { demonstrationOffice } from '../support/core-process.ts';
import { driveClock } from '../support/driven-clock.ts';
import { launchKiosk } from '../support/electron.ts';

const MOST_EXTENSIONS = 10;
const TONES_MS = 1_500;

test('a citizen who does not touch is warned by sight and sound, and one touch anywhere keeps the session, ten times; then it is cleared', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'torn-warning-'));
  const sound = captureSound();
  const clock = driveClock();
  const kiosk = await launchKiosk({
    dataDir,
    profile: demonstrationOffice,
    coreNode: clock.node,
    folders: [sound.folder, clock.folder],
    env: sound.env,
  });
  try {
    const { page } = kiosk;
    const person = citizen(page, 'ca');
    const touchAnywhere = async (): Promise<void> => {
      const session = await page.context().newCDPSession(page);
      const touchPoints = [{ x: 300, y: 60 }];
      await session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints });
      await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
      await session.detach();
    };
    const sheet = page.locator('.warning[data-form="sheet"]');
    await person.openEntry();
    await page.locator('[data-screen="services"]').waitFor();
    expect(sound.heard()).toEqual([]);
    for (let times = 0; times < MOST_EXTENSIONS; times += 1) {
      clock.advance(40_000);
      await sheet.waitFor();
      if (times === 0) {
        // Both tones of this warning must be in the file of captured sound before the next warning's tones overwrite it.
        await expect.poll(() => sound.heard().at(0)?.lengthMs ?? 0).toBeGreaterThan(700);
        await pause(TONES_MS);
        const [first] = sound.heard();
        expect(first?.lengthMs).toBeLessThan(TONES_MS);
        expect(first?.peak).toBeGreaterThan(0.05);
      }
      await touchAnywhere();
      await sheet.waitFor({ state: 'detached' });
      await page.locator('[data-screen="services"]').waitFor();
    }
    clock.advance(40_000);
    await page.locator('.warning-line').waitFor();
    clock.advance(21_000);
    await person.isAtFront();
  } finally {
    await kiosk.close();
    for (const { forget } of [sound, clock]) forget();
    rmSync(dataDir, { recursive: true, force: true });
  }
});
