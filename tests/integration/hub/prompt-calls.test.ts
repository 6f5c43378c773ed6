import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { KIOSK_PATHS } from '../../../src-main/calling/contract/paths.ts';
import { createKioskCalls, createKioskLine } from '../../../src-main/calling/wire/kiosk-calls.ts';
import { kioskKeyOf } from '../../../src-main/calling/wire/kiosk-proof.ts';
import { numberLine } from '../../../src-main/calling/wire/number-line.ts';
import {
  callPromptly,
  nextTrialMs,
  type PromptKiosk,
  tryPromptCall,
} from '../../../src-main/calling/wire/prompt-calls.ts';
import { openHubCertificate } from '../../../src-main/security/hub-certificate.ts';
import { createManualClock } from '../../support/manual-clock.ts';
import { serviceDay } from '../../support/service-day.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const WANTED = { series: 'A', serviceDay: serviceDay('2026-11-24') };
const NUMBER = { serviceDay: '2026-11-24', number: 7 };

/**
 * Starts a server that simulates the kiosk of slot 1 with answers from the test. Returns functions with which the kiosk
 * of slot 2 calls it, and a manual clock.
 */
async function callingKiosk() {
  const hosts = { names: [], addresses: [] };
  const { key, certificate } = await openHubCertificate({ folder: temporaryFolder(), environment: {}, hosts });
  const clock = createManualClock(0);
  const asked: string[] = [];
  let act = (_request: IncomingMessage, response: ServerResponse): void => void response.end('null');
  const server = createServer({ key, cert: certificate }, (request, response) => {
    asked.push(request.url ?? '');
    request.resume().on('end', () => act(request, response));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const own = kioskKeyOf(key);
  const kiosk: PromptKiosk = {
    address: { host: '127.0.0.1', port: (server.address() as AddressInfo).port },
    pin: own.pin,
    promptLine: createKioskLine(),
    answersMs: null,
  };
  onTestFinished(() => {
    kiosk.promptLine.close();
    server.closeAllConnections();
    server.close();
  });
  const parts = {
    calls: createKioskCalls(own, clock, new AbortController().signal),
    clock,
    onEnded: () => undefined,
    feed: { officeId: 'office' },
    slot: 2,
    log: { event: (...event: unknown[]) => void events.push(event) },
  };
  const events: unknown[] = [];
  const line = numberLine(parts, () => [{ link: kiosk, slot: 1, isHeard: true }]);
  return {
    clock,
    kiosk,
    line,
    server,
    asked,
    events,
    parts,
    answer(value: unknown, status = 200) {
      act = (_request, response) => void response.writeHead(status).end(JSON.stringify(value));
    },
    /** Leaves the next request unanswered. The returned promise resolves when that request has arrived. */
    hang: () =>
      new Promise<void>((resolve) => {
        act = () => resolve();
      }),
    cut() {
      act = ({ socket }) => void socket.destroy();
    },
    tryIt: () => tryPromptCall(parts, kiosk),
  };
}

test('a citizen waits 300 ms for another kiosk’s number, and later ones do not until it has answered a trial within that time', async () => {
  const { clock, kiosk, line, asked, answer, hang, tryIt } = await callingKiosk();
  expect(line.isThere()).toBe(false);
  await tryIt();
  answer(NUMBER);
  expect(await line.ask(WANTED)).toEqual({ ...NUMBER, fromSlot: 1 });
  expect(nextTrialMs(kiosk)).toBe(2_000);
  const wasAsked = hang();
  const late = line.ask(WANTED);
  await wasAsked;
  clock.advance(300);
  expect(await late).toBeNull();
  expect(line.isThere()).toBe(false);
  const requests = asked.length;
  expect(await line.ask(WANTED)).toBeNull();
  expect(asked).toHaveLength(requests);
  expect(nextTrialMs(kiosk)).toBe(500);
  // A trial call that takes longer than a citizen should wait shows that the kiosk is too slow to be asked for
  // numbers.
  const isTried = hang();
  const slow = tryIt();
  await isTried;
  clock.advance(301);
  answer(null);
  clock.advance(3_000);
  await slow;
  expect(line.isThere()).toBe(false);
  await tryIt();
  expect(line.isThere()).toBe(true);
  answer(NUMBER);
  expect(await line.ask(WANTED)).toEqual({ ...NUMBER, fromSlot: 1 });
});

test('a kiosk that gave a number too late still gets orders; a kiosk that cut the connection does not', async () => {
  const { clock, kiosk, parts, line, answer, hang, cut, tryIt } = await callingKiosk();
  await tryIt();
  const wasAsked = hang();
  const late = line.ask(WANTED);
  await wasAsked;
  clock.advance(300);
  await late;
  expect(kiosk.answersMs).toBe(301);
  answer(null);
  await tryIt();
  cut();
  expect(await line.ask(WANTED)).toBeNull();
  expect(kiosk.answersMs).toBe(Number.POSITIVE_INFINITY);
  // A desk's command may take three seconds.
  const isOrdered = hang();
  const order = callPromptly(parts, kiosk, { path: KIOSK_PATHS.orders, body: {}, mostMs: 3_000 });
  await isOrdered;
  clock.advance(3_000);
  expect(await order).toMatchObject({ error: { kind: 'late' } });
  answer(null, 503);
  await tryIt();
  expect(kiosk.answersMs).toBe(Number.POSITIVE_INFINITY);
  answer(null, 404);
  await tryIt();
  expect(kiosk.answersMs).toBe(0);
});

test('a kiosk that refuses a number is asked again for the next citizen, and the refusals are logged in one line', async () => {
  const { line, answer, events, tryIt } = await callingKiosk();
  await tryIt();
  answer(null, 409);
  expect([await line.ask(WANTED), await line.ask(WANTED)]).toEqual([null, null]);
  expect(events).toEqual([['number-not-given', { slot: 1, detail: '409' }]]);
  answer(NUMBER);
  expect(await line.ask(WANTED)).toMatchObject(NUMBER);
  answer(null, 409);
  await line.ask(WANTED);
  expect(events).toHaveLength(2);
});

test('a kiosk asks no other kiosk about its own number; about another number it asks the owner, whose silence counts as a no', async () => {
  const { line, asked, answer, parts, kiosk } = await callingKiosk();
  expect([line.isOthers(1), line.isOthers(400)]).toEqual([true, false]);
  answer(null);
  expect(await line.isStillTheirs({ ...WANTED, number: 400 })).toBe(false);
  expect(asked).toEqual([]);
  expect(await line.isStillTheirs({ ...WANTED, number: 1 })).toBe(true);
  expect(asked).toEqual([KIOSK_PATHS.numbersAgain]);
  answer(null, 409);
  expect(await line.isStillTheirs({ ...WANTED, number: 1 })).toBe(false);
  const unheard = numberLine(parts, () => [{ link: kiosk, slot: 1, isHeard: false }]);
  expect(await unheard.isStillTheirs({ ...WANTED, number: 1 })).toBe(false);
  expect(unheard.isThere()).toBe(false);
});

test('an answer of eight megabytes is read, and a longer one is cut off', async () => {
  const { parts, kiosk, answer, server } = await callingKiosk();
  const ask = () => callPromptly(parts, kiosk, { path: KIOSK_PATHS.changes, body: {}, mostMs: 3_000 });
  answer('x'.repeat(8 * 1_024 * 1_024 - 2));
  expect(await ask()).toMatchObject({ ok: true });
  const closed = new Promise((resolve) => server.once('request', ({ socket }) => socket.once('close', resolve)));
  answer('x'.repeat(8 * 1_024 * 1_024 - 1));
  expect(await ask()).toMatchObject({ error: { kind: 'no-answer', detail: 'too large' } });
  await closed;
});
