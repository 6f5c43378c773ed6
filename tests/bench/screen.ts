import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { openOwnDisplay } from '../../build/display.ts';
import { startVirtualPrinter } from '../../hardware/simulator/virtual-printer.ts';
import { citizen } from '../support/citizen.ts';
import { demonstrationOffice } from '../support/core-process.ts';
import { launchKiosk } from '../support/electron.ts';
import { virtualProfile } from '../support/printing.ts';
import { touch } from '../support/touch.ts';
import { compare, type Figure } from './figures.ts';

const ROUNDS = 60;
const WARM_UP = 5;
const SPEED_MM_PER_S = 3_000;

declare global {
  interface Window {
    nextScreen?: Promise<number>;
  }
}

/**
 * Measures the milliseconds from the finger's release until the next screen is painted in the real kiosk's window:
 * for the list of services, and for a ticket, whose number must be on disk first. The baseline is a bare page in the
 * same window whose touch handler changes all its content at once, without a request to the core.
 */
export async function benchScreen(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'torn-bench-'));
  const display = await openOwnDisplay();
  const printer = await startVirtualPrinter({ profile: virtualProfile, speedMmPerS: SPEED_MM_PER_S });
  try {
    Object.assign(process.env, display.env);
    const kiosk = await launchKiosk({
      dataDir: join(folder, 'data'),
      profile: demonstrationOffice,
      printer: `torn-virtual@tcp://127.0.0.1:${printer.port}`,
    });
    try {
      const { entry, ticket } = await measureKiosk(kiosk.page);
      const bare = await measureBare(kiosk.page);
      return [...compare('touch-to-services', entry, bare), ...compare('touch-to-ticket', ticket, bare)];
    } finally {
      await kiosk.close();
    }
  } finally {
    await printer.close();
    await display.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measureKiosk(page: Page): Promise<{ entry: number[]; ticket: number[] }> {
  const person = citizen(page, 'ca');
  const times = { entry: [] as number[], ticket: [] as number[] };
  for (let round = -WARM_UP; round < ROUNDS; round += 1) {
    await alone(page, 'idle');
    const entry = await timed(page, 'services', () => person.openEntry());
    const ticket = await timed(page, 'printing', () => person.choose('Empadronament'));
    await alone(page, 'take-ticket');
    await person.finish();
    if (round < 0) continue;
    times.entry.push(entry);
    times.ticket.push(ticket);
  }
  return times;
}

/** Waits until this is the only screen in the page; a previous screen stays until its animation ends. */
const alone = (page: Page, screen: string) =>
  page.waitForFunction((wanted) => {
    const [shown, ...others] = document.querySelectorAll<HTMLElement>('[data-screen]');
    return others.length === 0 && shown?.dataset.screen === wanted;
  }, screen);

async function measureBare(page: Page): Promise<number[]> {
  await page.evaluate(() => {
    const button = document.createElement('button');
    button.style.cssText = 'position: fixed; inset: 0; font-size: 10vw; background: white; color: black';
    document.body.replaceChildren(button);
    const show = (screen: string): void => {
      button.dataset.screen = screen;
      button.textContent = screen;
      button.style.background = screen === 'one' ? 'white' : 'lightgray';
    };
    show('one');
    button.addEventListener('click', () => show(button.dataset.screen === 'one' ? 'other' : 'one'));
  });
  const button = page.locator('button');
  const times: number[] = [];
  for (let round = -WARM_UP; round < ROUNDS; round += 1) {
    const next = round % 2 === 0 ? 'one' : 'other';
    const time = await timed(page, next, () => touch(button));
    if (round >= 0) times.push(time);
  }
  return times;
}

/** Milliseconds from the end of the first touch while `act` runs until the first frame with `screen` is complete. */
async function timed(page: Page, screen: string, act: () => Promise<void>): Promise<number> {
  await page.evaluate((wanted) => {
    window.nextScreen = new Promise((resolve) => {
      let touchedAt = 0;
      window.addEventListener('touchend', ({ timeStamp }) => (touchedAt = timeStamp), { capture: true, once: true });
      const isShown = () => document.querySelector(`[data-screen="${wanted}"]`) !== null;
      const observer = new MutationObserver(() => {
        if (!isShown()) return;
        observer.disconnect();
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => resolve(performance.now() - touchedAt);
          port2.postMessage(null);
        });
      });
      observer.observe(document, {
        subtree: true,
        childList: true,
        attributes: true,
        attributeFilter: ['data-screen'],
      });
    });
  }, screen);
  await act();
  return page.evaluate(() => window.nextScreen ?? Promise.reject(new Error('nothing was watched for')));
}
