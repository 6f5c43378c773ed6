import { chmodSync, copyFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { repositoryRoot } from '../../build/runtime.ts';
import { bundleForPage, provideBundles } from '../../build/vite.ts';
import type { Panel } from '../../src-main/contract/shared/panel.ts';
import { axeScript } from '../support/axe.ts';
import { openBrowser } from '../support/browser.ts';

export interface Screens {
  page: Page;
  /** Chromium's version with the patch number. */
  chromium: string;
  sizeTo(panel: Panel): Promise<void>;
  /** Takes a picture of the page or a part of it; `scale` 0.5 is half the size. */
  picture(part?: { scale?: number; topPx?: number; bottomPx?: number; isKept?: boolean }): Promise<Buffer>;
  /** Returns the page's errors since the last call. */
  complaints(): string[];
  close(): Promise<void>;
}

/** These switches make pictures independent of the machine's graphics card and display. */
const SAME_EVERYWHERE = [
  '--disable-gpu',
  '--force-device-scale-factor=1',
  '--force-color-profile=srgb',
  '--disable-lcd-text',
  '--log-level=3',
];

/** Opens the renderer's page. `held`: its intervals and its timers above 200 ms never fire, and its animation frames run at once. */
export async function openScreens({ time = 'held' }: { time?: 'held' | 'running' } = {}): Promise<Screens> {
  await provideBundles(['renderer']);
  const { script: watching } = await bundleForPage(join(import.meta.dirname, 'page', 'main.ts'));
  // Electron runs as a user other than root, who may be unable to read the repository.
  const scratch = mkdtempSync(join(tmpdir(), 'torn-screens-'));
  chmodSync(scratch, 0o755);
  cpSync(join(repositoryRoot, 'out', 'renderer'), join(scratch, 'renderer'), { recursive: true });
  cpSync(join(import.meta.dirname, 'stub'), join(scratch, 'app'), { recursive: true });
  const browser = await openBrowser({
    app: [join(scratch, 'app'), join(scratch, 'renderer')],
    switches: SAME_EVERYWHERE,
    env: { FONTCONFIG_FILE: sameFontsIn(scratch) },
  });
  const { page } = browser;
  let complaints: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.emulateMedia({ reducedMotion: 'reduce' });
  if (time === 'held') for (const script of [holdTime, runFramesAtOnce]) await page.addInitScript(script);
  const cdp = await page.context().newCDPSession(page);
  await page.goto('app://torn/index.html');
  await page.waitForSelector('h1');
  await page.evaluate(axeScript());
  await page.evaluate(watching);
  const chromium = await page.evaluate(() => /Chrome\/([\d.]+)/.exec(navigator.userAgent)?.[1] ?? 'unknown');
  let size = { width: 0, height: 0 };
  return {
    page,
    chromium,
    sizeTo: async ({ widthPx: width, heightPx: height }) => {
      if (size.width === width && size.height === height) return;
      const before = await page.evaluate(() => [innerWidth, innerHeight]);
      size = { width, height };
      const isOther = before[0] !== width || before[1] !== height;
      // The page is resized only after Chromium has answered the command, so `resize` is awaited.
      if (isOther)
        await page.evaluate(() => {
          const resized = new Promise<void>((resolve) => addEventListener('resize', () => resolve(), { once: true }));
          Object.assign(window, { resized });
        });
      await cdp.send('Emulation.setDeviceMetricsOverride', { ...size, deviceScaleFactor: 1, mobile: false });
      if (isOther) await page.evaluate(() => Reflect.get(window, 'resized'));
    },
    picture: async ({ scale = 1, topPx = 0, bottomPx = size.height, isKept = true } = {}) => {
      const clip = { x: 0, y: topPx, width: size.width, height: bottomPx - topPx, scale };
      const { data } = await cdp.send('Page.captureScreenshot', { format: 'png', optimizeForSpeed: !isKept, clip });
      return Buffer.from(data, 'base64');
    },
    complaints: () => {
      const those = complaints;
      complaints = [];
      return those;
    },
    close: async () => {
      await browser.close();
      rmSync(scratch, { recursive: true, force: true });
    },
  };
}

const FALLBACK_FONT = 'node_modules/@fontsource/dejavu-mono/files/dejavu-mono-latin-400-normal.woff2';

/**
 * Makes a font configuration with DejaVu alone, besides the fonts that the kiosk's page loads, and without hinting. Otherwise the machine's
 * smoothing would change the width of letters, and its fonts would supply characters that the kiosk's fonts lack.
 */
function sameFontsIn(folder: string): string {
  const fonts = join(folder, 'fonts');
  mkdirSync(fonts);
  copyFileSync(join(repositoryRoot, FALLBACK_FONT), join(fonts, 'fallback.woff2'));
  const file = join(folder, 'fonts.conf');
  const settings = ['pattern', 'font'].map(
    (target) => `<match target="${target}">
      <edit name="antialias" mode="assign"><bool>true</bool></edit>
      <edit name="hinting" mode="assign"><bool>false</bool></edit>
      <edit name="hintstyle" mode="assign"><const>hintnone</const></edit>
      <edit name="rgba" mode="assign"><const>none</const></edit>
    </match>`,
  );
  writeFileSync(
    file,
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>${fonts}</dir><dir>/usr/share/fonts/truetype/dejavu</dir>${settings.join('')}</fontconfig>`,
  );
  return file;
}

/** Holds the page's timers, so that a picture shows the same moment on a slow machine. Runs in the page before its other scripts. */
function holdTime(): void {
  const soonMs = 200;
  const { setTimeout: later } = window;
  const hold = (handler: TimerHandler, afterMs = 0, ...args: unknown[]): number =>
    afterMs > soonMs ? 0 : later(handler, afterMs, ...args);
  Object.assign(window, { setTimeout: hold, setInterval: () => 0 });
}

/**
 * Runs callbacks of `requestAnimationFrame` without waiting for a frame. The machine then paints only for pictures, instead of two frames
 * for each of five hundred screens. Runs in the page before its other scripts.
 */
function runFramesAtOnce(): void {
  const { port1: rung, port2: bell } = new MessageChannel();
  let waiting = new Map<number, FrameRequestCallback>();
  let last = 0;
  rung.onmessage = () => {
    const those = waiting;
    waiting = new Map();
    for (const callback of those.values()) callback(performance.now());
  };
  const requestAnimationFrame = (callback: FrameRequestCallback): number => {
    last += 1;
    waiting.set(last, callback);
    if (waiting.size === 1) bell.postMessage(null);
    return last;
  };
  Object.assign(window, { requestAnimationFrame, cancelAnimationFrame: (handle: number) => waiting.delete(handle) });
}
