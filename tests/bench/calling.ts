import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { openOwnDisplay } from '../../build/display.ts';
import { provideBundles } from '../../build/vite.ts';
import type { TicketId } from '../../src-main/contract/shared/ids.ts';
import { openBrowser } from '../support/browser.ts';
import {
  freePort,
  type HubBrowser,
  type KioskWithDesks,
  officeWithDesks,
  startKioskWithDesks,
} from '../support/office-hub.ts';
import { compare, type Figure } from './figures.ts';

const KIOSKS = 4;
const DESKS = Array.from({ length: 40 }, (_, at) => `taula-${at + 1}`);
const HALLS = 4;
const TICKETS = 200;
const WARM_UP = 20;
/** Each desk calls ten times: one call in half a second, where an office of that size makes one in eight. */
const CALLS = 400;
const CALL_EVERY_MS = 500;
/** A screen of the hall lets nobody's number flash by: calls that it shows at once are this far apart. */
const PAINTED_CALLS = 30;
const PAINTED_EVERY_MS = 6_000;
/** What a person does not notice. */
const BOUND_MS = 200;

const nowMs = (): number => performance.timeOrigin + performance.now();
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

interface Office {
  kiosks: KioskWithDesks[];
  close(): Promise<void>;
}

/**
 * Forty desks and four screens of the hall at the kiosk that calls for an office of four: from a desk's order until every screen of the hall has the
 * number, and until a real one has painted it, beside a bound; and a ticket's number meanwhile beside one before any desk was there. Milliseconds.
 */
export async function benchCalling(): Promise<Figure[]> {
  await provideBundles(['hub', 'core']);
  const folder = mkdtempSync(join(tmpdir(), 'torn-bench-calling-'));
  const display = await openOwnDisplay();
  Object.assign(process.env, display.env);
  const office = await openOffice(folder);
  try {
    const [hub] = office.kiosks;
    if (hub === undefined) throw new Error('no kiosk');
    await giveTickets(hub, WARM_UP);
    const quiet = await giveTickets(hub, TICKETS);
    const desks: HubBrowser[] = [];
    for (const [at, deskId] of DESKS.entries()) desks.push(await hub.pair('desk', deskId, `127.0.1.${at + 1}`));
    const halls: HubBrowser[] = [];
    for (let at = 0; at < HALLS; at += 1) halls.push(await hub.pair('hall', undefined, `127.0.2.${at + 1}`));
    const seen = followAll(desks, halls);
    const working = { isOver: false };
    const busy = giveWhile(office.kiosks, working);
    const calls = await callOften(desks, seen.all);
    const painted = await callPainted(hub, desks);
    working.isOver = true;
    seen.end();
    return [
      ...compare('call-to-hall', calls, [BOUND_MS]),
      ...compare('call-to-hall-painted', painted, [BOUND_MS]),
      ...compare('ticket-with-40-desks', await busy, quiet),
    ];
  } finally {
    await office.close();
    await display.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Kiosks that a person has paired with each other. */
async function openOffice(folder: string): Promise<Office> {
  const ports: number[] = [];
  for (let at = 0; at < KIOSKS; at += 1) ports.push(await freePort());
  const addresses = ports.map((port) => `127.0.0.1:${port}`);
  const kiosks: KioskWithDesks[] = [];
  for (const [at, port] of ports.entries()) {
    const profile = officeWithDesks(folder, port, DESKS, addresses);
    kiosks.push(await startKioskWithDesks(join(folder, `kiosk-${at + 1}`), profile, port, at + 1));
  }
  for (const kiosk of kiosks)
    for (const other of kiosks) {
      if (other === kiosk) continue;
      const { check } = await other.state();
      const isSeen = async () => (await kiosk.state()).kiosks.some((one) => one.check === check);
      while (!(await isSeen())) await pause(20);
      const paired = await kiosk.core.call('pairKiosk', { check: check ?? '' });
      if (!paired.ok) throw new Error(paired.error.kind);
    }
  for (const kiosk of kiosks)
    while ((await kiosk.state()).kiosks.some(({ state }) => state !== 'heard')) await pause(20);
  return {
    kiosks,
    async close() {
      for (const { core } of kiosks) await core.stop();
    },
  };
}

async function giveTickets(kiosk: KioskWithDesks, count: number): Promise<number[]> {
  const times: number[] = [];
  for (let at = 0; at < count; at += 1) {
    const fromMs = nowMs();
    await kiosk.giveTicket();
    times.push(nowMs() - fromMs);
    await pause(50);
  }
  return times;
}

/** At each kiosk in turn; times are those of the one that calls, whose desks keep it busy. */
async function giveWhile(kiosks: readonly KioskWithDesks[], working: { isOver: boolean }): Promise<number[]> {
  const times: number[] = [];
  for (let at = 0; !working.isOver; at += 1) {
    const kiosk = kiosks[at % kiosks.length];
    const fromMs = nowMs();
    await kiosk?.giveTicket();
    if (at % kiosks.length === 0) times.push(nowMs() - fromMs);
    await pause(CALL_EVERY_MS / 2);
  }
  return times;
}

/** All pages stay open; `all`: when the last screen of the hall had this number. */
function followAll(desks: readonly HubBrowser[], halls: readonly HubBrowser[]) {
  let isOver = false;
  const seenMs = new Map<string, Map<HubBrowser, number>>();
  for (const desk of desks) desk.keepOpen();
  for (const hall of halls)
    void hall
      .hall(({ calls }) => {
        for (const { number } of calls) {
          const seen = seenMs.get(number) ?? new Map<HubBrowser, number>();
          seenMs.set(number, seen);
          if (!seen.has(hall)) seen.set(hall, nowMs());
        }
        return isOver;
      })
      .catch((error: unknown) => {
        if (!isOver) throw error;
      });
  return {
    async all(number: string): Promise<number> {
      for (;;) {
        const seen = seenMs.get(number);
        if (seen?.size === halls.length) return Math.max(...seen.values());
        await pause(5);
      }
    },
    end(): void {
      isOver = true;
    },
  };
}

/** Waits until somebody waits. */
async function callNext(desk: HubBrowser): Promise<{ number: string; ticketId: TicketId; orderedMs: number }> {
  for (;;) {
    const orderedMs = nowMs();
    const answer = await desk.order({ kind: 'call-next' });
    if (!answer.ok && answer.error.kind !== 'nobody-waits') throw new Error(answer.error.kind);
    if (answer.ok && answer.value.number !== null && answer.value.ticketId !== null)
      return { number: answer.value.number, ticketId: answer.value.ticketId, orderedMs };
    await pause(CALL_EVERY_MS);
  }
}

async function callOften(desks: readonly HubBrowser[], all: (number: string) => Promise<number>): Promise<number[]> {
  const times: number[] = [];
  for (let at = 0; at < CALLS; at += 1) {
    const desk = desks[at % desks.length];
    if (desk === undefined) throw new Error('no desk');
    const { number, ticketId, orderedMs } = await callNext(desk);
    times.push((await all(number)) - orderedMs);
    await finish(desk, ticketId);
    await pause(CALL_EVERY_MS);
  }
  return times;
}

async function finish(desk: HubBrowser, ticketId: TicketId): Promise<void> {
  for (const kind of ['serve', 'finish'] as const) {
    const answer = await desk.order({ kind, ticketId });
    if (!answer.ok) throw new Error(answer.error.kind);
  }
}

/** On a real screen of the hall: when the number is on the glass. */
async function callPainted(hub: KioskWithDesks, desks: readonly HubBrowser[]): Promise<number[]> {
  // The certificate is this machine's own; that a page compares it is tried elsewhere.
  const browser = await openBrowser({ switches: ['--ignore-certificate-errors'] });
  try {
    const { page } = browser;
    await page.goto(`https://127.0.0.1:${hub.port}/hall/`);
    const code = page.locator('.hall-code');
    await code.waitFor();
    const paired = await hub.core.call('pairBrowser', { code: (await code.textContent()) ?? '' });
    if (!paired.ok) throw new Error(paired.error.kind);
    await code.waitFor({ state: 'detached' });
    await notePaintings(page);
    const times: number[] = [];
    for (let at = 0; at < PAINTED_CALLS; at += 1) {
      const desk = desks[at % desks.length];
      if (desk === undefined) throw new Error('no desk');
      const { number, ticketId, orderedMs } = await callNext(desk);
      await pause(PAINTED_EVERY_MS);
      const paintedMs = await page.evaluate((text) => window.painted?.[text], number);
      if (paintedMs === undefined) throw new Error(`${number} was not shown within ${PAINTED_EVERY_MS} ms`);
      times.push(paintedMs - orderedMs);
      await finish(desk, ticketId);
    }
    return times;
  } finally {
    await browser.close();
  }
}

declare global {
  interface Window {
    /** When each number was first painted as the newest, by the clock of the machine. */
    painted?: Record<string, number>;
  }
}

const notePaintings = (page: Page): Promise<void> =>
  page.evaluate(() => {
    window.painted = {};
    const look = (): void => {
      const text = document.querySelector('.hall-now .hall-number')?.textContent?.trim() ?? '';
      if (text === '' || window.painted?.[text] !== undefined) return;
      // The frame after the one that draws it.
      requestAnimationFrame(() =>
        requestAnimationFrame(() => {
          const { painted } = window;
          if (painted !== undefined) painted[text] ??= performance.timeOrigin + performance.now();
        }),
      );
    };
    new MutationObserver(look).observe(document.body, { childList: true, subtree: true, characterData: true });
    look();
  });
