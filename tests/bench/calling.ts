import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { openOwnDisplay } from '../../build/display.ts';
import type { TicketId } from '../../src-main/contract/shared/ids.ts';
import { freePort } from '../support/free-port.ts';
import { openOfficeBrowsers } from '../support/office-browsers.ts';
import { type HubBrowser, type KioskWithDesks, officeWithDesks, startKioskWithDesks } from '../support/office-hub.ts';
import { compare, type Figure } from './figures.ts';

const KIOSKS = 4;
const DESKS = Array.from({ length: 40 }, (_, at) => `taula-${at + 1}`);
/** The number of hall screens without a browser, besides the one in a real browser. */
const HALLS = 3;
/** Six calls for each of the forty desks. */
const CALLS = 240;
/**
 * Milliseconds between two calls and between two tickets. That is 240 a minute, far more than a real office needs:
 * forty desks with visits of eight minutes make five calls a minute.
 */
const EVERY_MS = 250;
const WARM_UP = 40;
/** A person does not notice a delay of this many milliseconds. */
const BOUND_MS = 200;
const LONGEST_MS = 20_000;

const nowMs = (): number => performance.timeOrigin + performance.now();
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function until<T>(what: string, look: () => T | undefined | Promise<T | undefined>): Promise<T> {
  const lastMs = nowMs() + LONGEST_MS;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (nowMs() > lastMs) throw new Error(`${what}: not within ${LONGEST_MS} ms`);
    await pause(5);
  }
}

/**
 * Measures an office of four kiosks with forty desks and four hall screens, all on one machine, in milliseconds. The calling kiosk is the
 * kiosk that serves the desks.
 * `call-to-hall`: from a desk's call until the last of three screens without a browser has received the number.
 * `call-to-hall-painted`: until the fourth screen, a real browser, has painted it. Both have `BOUND_MS` as baseline.
 * `ticket-with-40-desks`: a ticket at the calling kiosk while the desks call, against a ticket before the desks were open.
 * `ticket-of-the-line`: a ticket at a kiosk that asks the calling kiosk for its number, against a ticket at the calling kiosk.
 */
export async function benchCalling(calls: number = CALLS): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'torn-bench-calling-'));
  const display = await openOwnDisplay();
  Object.assign(process.env, display.env);
  const kiosks: KioskWithDesks[] = [];
  try {
    const hub = await openOffice(folder, kiosks);
    const quiet = await giveWhile(kiosks, pause((WARM_UP + calls / 2) * EVERY_MS));
    const line = await giveOfLine(kiosks, calls / 4);
    const desks: HubBrowser[] = [];
    for (const [at, deskId] of DESKS.entries()) desks.push(await hub.pair('desk', deskId, `127.0.1.${at + 1}`));
    const { heard, painted, busy } = await callBeforeHalls(kiosks, hub, desks, calls);
    return [
      ...compare('call-to-hall', heard, [BOUND_MS]),
      ...compare('call-to-hall-painted', painted, [BOUND_MS]),
      ...compare('ticket-with-40-desks', busy.slice(WARM_UP), quiet.slice(WARM_UP)),
      ...compare('ticket-of-the-line', line.asked, line.own),
    ];
  } finally {
    for (const { core } of kiosks) await core.stop();
    await display.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Starts kiosks that are paired with each other, and adds each to `kiosks` as soon as it runs. Returns the first, which
 * has the lowest slot and is therefore the calling kiosk.
 */
async function openOffice(folder: string, kiosks: KioskWithDesks[]): Promise<KioskWithDesks> {
  const ports: number[] = [];
  for (let at = 0; at < KIOSKS; at += 1) ports.push(await freePort());
  const addresses = ports.map((port) => `127.0.0.1:${port}`);
  for (const [at, port] of ports.entries()) {
    const profile = officeWithDesks(folder, port, DESKS, addresses);
    kiosks.push(await startKioskWithDesks(join(folder, `kiosk-${at + 1}`), profile, port, at + 1));
  }
  for (const kiosk of kiosks)
    for (const other of kiosks) {
      if (other === kiosk) continue;
      const { check } = await other.state();
      const isSeen = async () => (await kiosk.state()).kiosks.some((one) => one.check === check) || undefined;
      await until(`kiosk ${other.port} is seen at ${kiosk.port}`, isSeen);
      const paired = await kiosk.core.call('pairKiosk', { check: check ?? '' });
      if (!paired.ok) throw new Error(`kiosks: ${paired.error.kind}`);
    }
  for (const kiosk of kiosks)
    await until(`kiosk ${kiosk.port} hears the others`, async () => {
      const others = (await kiosk.state()).kiosks;
      return (others.length === KIOSKS - 1 && others.every(({ state }) => state === 'heard')) || undefined;
    });
  const [hub] = kiosks;
  if (hub === undefined) throw new Error('no kiosk');
  return hub;
}

/**
 * Issues tickets until `work` ends: one every `EVERY_MS` at the first kiosk, and one every ten times `EVERY_MS` at each of the other
 * kiosks. Resolves to the milliseconds of each ticket at the first kiosk, which is the calling kiosk.
 */
async function giveWhile(kiosks: readonly KioskWithDesks[], work: Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  let isOver = false;
  const ended = work.finally(() => {
    isOver = true;
  });
  const giving = kiosks.map(async (kiosk, at) => {
    while (!isOver) {
      const fromMs = nowMs();
      await kiosk.giveTicket();
      if (at === 0) times.push(nowMs() - fromMs);
      await pause(at === 0 ? EVERY_MS : 10 * EVERY_MS);
    }
  });
  await Promise.all([ended, ...giving]);
  return times;
}

/** Issues `count` tickets at `asker`, which asks `giver` for each number, and as many at `giver`, in turn. */
async function giveOfLine(
  [giver, asker]: readonly KioskWithDesks[],
  count: number,
): Promise<{ asked: number[]; own: number[] }> {
  if (giver === undefined || asker === undefined) throw new Error('no two kiosks');
  const [asked, own]: [number[], number[]] = [[], []];
  while (asked.length < count)
    for (const [kiosk, times] of [
      [asker, asked],
      [giver, own],
    ] as const) {
      const fromMs = nowMs();
      await kiosk.giveTicket();
      times.push(nowMs() - fromMs);
      await pause(EVERY_MS / 4);
    }
  return { asked, own };
}

interface Called {
  number: string;
  ticketId: TicketId;
  orderedMs: number;
}

/**
 * Makes `WARM_UP` calls that are not measured and then `calls` calls once every screen is connected. Each call follows after all screens
 * without a browser have received the previous call.
 */
async function callBeforeHalls(
  kiosks: readonly KioskWithDesks[],
  hub: KioskWithDesks,
  desks: readonly HubBrowser[],
  calls: number,
): Promise<{ heard: number[]; painted: number[]; busy: number[] }> {
  const halls: HubBrowser[] = [];
  for (let at = 0; at < HALLS; at += 1) halls.push(await hub.pair('hall', undefined, `127.0.2.${at + 1}`));
  const screen = await openScreen(hub);
  try {
    for (const desk of desks) desk.keepOpen();
    const allHeard = followHalls(halls);
    const called: Called[] = [];
    const heard: number[] = [];
    async function callOften(): Promise<void> {
      const held = new Map<HubBrowser, TicketId>();
      for (let at = -WARM_UP; at < calls; at += 1) {
        const desk = desks[(at + WARM_UP) % desks.length];
        if (desk === undefined) throw new Error('no desk');
        const beganMs = nowMs();
        const before = held.get(desk);
        if (before !== undefined) await finish(desk, before);
        const call = await callNext(desk);
        held.set(desk, call.ticketId);
        const heardMs = (await allHeard(call.number)) - call.orderedMs;
        if (at >= 0) {
          heard.push(heardMs);
          called.push(call);
        }
        await pause(Math.max(0, EVERY_MS - (nowMs() - beganMs)));
      }
    }
    const busy = await giveWhile(kiosks, callOften());
    const paintedMs = await screen.paintedMs();
    return { heard, busy, painted: called.map((call) => paintedOf(call, paintedMs) - call.orderedMs) };
  } finally {
    await screen.close();
  }
}

function paintedOf({ number }: Called, paintedMs: Readonly<Record<string, number>>): number {
  const atMs = paintedMs[number];
  if (atMs === undefined) throw new Error(`${number} was never on the screen`);
  return atMs;
}

/**
 * Follows hall screens. The returned function waits until all screens have received a number, and resolves to the time at which the last
 * screen received it.
 */
function followHalls(halls: readonly HubBrowser[]): (number: string) => Promise<number> {
  const seenMs = halls.map(() => new Map<string, number>());
  let trouble: unknown = null;
  for (const [at, hall] of halls.entries())
    hall
      .hall(({ calls }) => {
        const seen = seenMs[at];
        for (const { number } of calls) if (!seen?.has(number)) seen?.set(number, nowMs());
        return false;
      })
      .catch((error: unknown) => {
        trouble = error;
      });
  return (number) =>
    until(`${number} at every screen of the hall`, () => {
      if (trouble !== null) throw trouble;
      const times = seenMs.map((seen) => seen.get(number)).filter((one) => one !== undefined);
      return times.length === halls.length ? Math.max(...times) : undefined;
    });
}

const callNext = (desk: HubBrowser): Promise<Called> =>
  until('somebody to call', async () => {
    const orderedMs = nowMs();
    const answer = await desk.order({ kind: 'call-next' });
    if (!answer.ok && answer.error.kind !== 'nobody-waits') throw new Error(answer.error.kind);
    if (!answer.ok || answer.value.number === null || answer.value.ticketId === null) return undefined;
    return { number: answer.value.number, ticketId: answer.value.ticketId, orderedMs };
  });

async function finish(desk: HubBrowser, ticketId: TicketId): Promise<void> {
  for (const kind of ['serve', 'finish'] as const) {
    const answer = await desk.order({ kind, ticketId });
    if (!answer.ok) throw new Error(answer.error.kind);
  }
}

/** Opens a hall screen in a browser. `paintedMs`: the time at which each number was first painted, by the machine's clock. */
async function openScreen(hub: KioskWithDesks) {
  const { fingerprint } = await hub.state();
  const browser = await openOfficeBrowsers(fingerprint ?? '', [`https://127.0.0.1:${hub.port}/hall/`]);
  try {
    const [page] = browser.pages;
    if (page === undefined) throw new Error('no page');
    const code = page.locator('.hall-code');
    await code.waitFor({ timeout: LONGEST_MS });
    const paired = await hub.core.call('pairBrowser', { code: (await code.textContent()) ?? '' });
    if (!paired.ok) throw new Error(`the hall's screen: ${paired.error.kind}`);
    await code.waitFor({ state: 'detached', timeout: LONGEST_MS });
    await notePaintings(page);
    return { paintedMs: () => page.evaluate(() => window.painted ?? {}), close: browser.close };
  } catch (error) {
    await browser.close();
    throw error;
  }
}

declare global {
  interface Window {
    painted?: Record<string, number>;
  }
}

const notePaintings = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const painted: Record<string, number> = {};
    window.painted = painted;
    const look = (): void => {
      const shown = [...document.querySelectorAll('.hall-number')].map((one) => one.textContent?.trim() ?? '');
      const fresh = shown.filter((number) => painted[number] === undefined);
      if (fresh.length === 0) return;
      // The numbers are painted when the second frame begins.
      requestAnimationFrame(() =>
        requestAnimationFrame(() => {
          for (const number of fresh) painted[number] ??= performance.timeOrigin + performance.now();
        }),
      );
    };
    new MutationObserver(look).observe(document.body, { childList: true, subtree: true, characterData: true });
    look();
  });
