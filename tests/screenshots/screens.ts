import { chmodSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CDPSession, Page } from '@playwright/test';
import { repositoryRoot } from '../../build/runtime.ts';
import { bundleForPage, provideBundles } from '../../build/vite.ts';
import { appearanceOf } from '../support/appearance.ts';
import { openBrowser } from '../support/browser.ts';
import type { Look } from './cases.ts';
import type { PanelSize } from './panels.ts';

/** One page with the built renderer, on any panel, with nothing behind it. */
export interface Screens {
  page: Page;
  cdp: CDPSession;
  /** What the page has complained of since it was asked last. */
  complaints(): string[];
  /** Loads the page as this panel shows it. */
  turnTo(panel: PanelSize, look: Look): Promise<void>;
  close(): Promise<void>;
}

/** The same pixels on every machine: no graphics card, no screen's own resolution or colours, no smoothing by its settings. */
const SAME_EVERYWHERE = [
  '--disable-gpu',
  '--force-device-scale-factor=1',
  '--force-color-profile=srgb',
  '--disable-lcd-text',
  '--log-level=3',
];

/** Its timers stand still, unless something is tried that takes time. */
export async function openScreens({ time = 'held' }: { time?: 'held' | 'running' } = {}): Promise<Screens> {
  await provideBundles(['renderer']);
  const finder = await bundleForPage(join(import.meta.dirname, 'page', 'main.ts'));
  // The app runs as somebody else than root, who may not read where the repository lies.
  const scratch = mkdtempSync(join(tmpdir(), 'torn-screens-'));
  chmodSync(scratch, 0o755);
  cpSync(join(repositoryRoot, 'out', 'renderer'), join(scratch, 'renderer'), { recursive: true });
  cpSync(join(import.meta.dirname, 'stub'), join(scratch, 'app'), { recursive: true });
  const browser = await openBrowser({
    app: [join(scratch, 'app'), join(scratch, 'renderer')],
    switches: SAME_EVERYWHERE,
  });
  const { page } = browser;
  let complaints: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.emulateMedia({ reducedMotion: 'reduce' });
  if (time === 'held') await page.addInitScript(holdTime);
  const cdp = await page.context().newCDPSession(page);
  return {
    page,
    cdp,
    complaints: () => {
      const those = complaints;
      complaints = [];
      return those;
    },
    turnTo: async (panel, _look) => {
      const { widthPx: width, heightPx: height } = panel;
      await cdp.send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: false });
      const answer = new URLSearchParams({ appearance: JSON.stringify(appearanceOf({ panel: panel.panelId })) });
      await page.goto(`app://torn/index.html?${answer}`);
      await page.waitForSelector('h1');
      await page.evaluate(finder);
    },
    close: async () => {
      await browser.close();
      rmSync(scratch, { recursive: true, force: true });
    },
  };
}

/** Runs in the page before all else: a picture is of one moment, however long the machine takes. */
function holdTime(): void {
  const soonMs = 200;
  const { setTimeout: later } = window;
  const hold = (handler: TimerHandler, afterMs = 0, ...args: unknown[]): number =>
    afterMs > soonMs ? 0 : later(handler, afterMs, ...args);
  Object.assign(window, { setTimeout: hold, setInterval: () => 0 });
}
