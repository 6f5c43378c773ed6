import { randomBytes } from 'node:crypto';
import { runInNewContext } from 'node:vm';
import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { TICKET_LANGUAGES } from '../../../config/languages.ts';
import { mayReach } from '../../../src-central/alarms/send-webhook.ts';
import { createKeyring, encryptionKeyOf } from '../../../src-central/appointments/keyring.ts';
import { WORKER_PROGRAM } from '../../../src-central/turn-words/program.ts';
import { isPushService, type PushParts, sendWord } from '../../../src-central/turn-words/send-word.ts';
import { startTurnWords, wordOf } from '../../../src-central/turn-words/turn-words.ts';
import { vapidKeysOf } from '../../../src-central/turn-words/vapid.ts';
import { KIOSK_WRITER } from '../../../src-main/domain/from-home.ts';
import { newSigningKey } from '../../../src-main/signing/keys.ts';
import { FOLLOW_TOKEN_BYTES, followToken } from '../../../src-main/tickets/rules/follow-token.ts';
import { officeAt, SERVICE_ID } from '../../support/city-office.ts';
import { sharedPostgres } from '../../support/postgres.ts';
import { startPushService } from '../../support/push-service.ts';
import { newEvents, OFFICE, startTestCentre } from '../../support/test-centre.ts';

const postgres = sharedPostgres();
const ORIGIN = 'https://torn.example';

async function cityThatTells() {
  const service = await startPushService();
  const dead = await startPushService();
  onTestFinished(() => {
    service.stop();
    dead.stop();
  });
  const signingKey = newSigningKey();
  const keyring = createKeyring(encryptionKeyOf(randomBytes(32)));
  const push: PushParts = {
    origin: ORIGIN,
    keys: vapidKeysOf(signingKey),
    services: [service.host, dead.host],
    mayReach: () => true,
    authority: `${service.authority}\n${dead.authority}`,
  };
  const centre = await startTestCentre(await postgres.newDatabase(), { signingKey, keyring, push });
  await officeAt(centre, OFFICE).publish();
  const kiosk = await centre.enrol(1);
  const make = newEvents();
  const turns = [1, 2, 3].map((number) => {
    const event = make.issued(number, { language: 'ca', serviceId: SERVICE_ID });
    const token = followToken(randomBytes(FOLLOW_TOKEN_BYTES));
    event.payload.followToken = token;
    return { event, ticketId: String(event.payload.ticketId), path: `/T/TERRASSA/${token}` };
  });
  await kiosk.send(turns.map(({ event }) => event));
  const clock = { nowMs: () => centre.clock.ms };
  const words = startTurnWords({
    database: centre.database,
    clock,
    keyring,
    push,
    logger: pino({ level: 'silent' }),
  });
  onTestFinished(() => words.stop());
  /** Looks twice, because the first call may join a round of sending that is already under way. */
  async function lookNow(): Promise<void> {
    await words.look();
    await words.look();
  }
  async function subscribe(at: number, browser: Record<string, string>): Promise<number> {
    const body = new URLSearchParams(browser);
    return (await fetch(`${centre.url}${turns[at]?.path}/word`, { method: 'POST', body })).status;
  }
  async function waits(...before: number[]): Promise<void> {
    centre.clock.ms += 1_000;
    const tickets = before.map((waiting, at) => ({ ticketId: turns[at]?.ticketId, waiting, minutes: null }));
    const body = Buffer.from(JSON.stringify({ asOf: new Date(centre.clock.ms).toISOString(), tickets }));
    const request = { key: kiosk.key, as: 'kiosk' as const, method: 'PUT', path: kiosk.path('stateQueue'), body };
    await centre.signed({ ...request, headers: { 'content-type': 'application/json' } });
    await lookNow();
  }
  let rank = 0;
  async function does(act: string, at = 0, more: object = {}): Promise<void> {
    rank += 1;
    const what = { ticketId: turns[at]?.ticketId, rank, act, deskId: 'taula-3', ageMs: 0, ...more };
    const life = { lifeId: crypto.randomUUID(), ...what };
    await kiosk.send([make.next('ticket-life', life)]);
    await lookNow();
  }
  const kept = () => centre.database.query<{ sealed: string; said: number }>('SELECT * FROM turn_word', []);
  return { centre, service, dead, turns, words, subscribe, waits, does, kept, push };
}

test('a holder who is still on the way can ask for a message, and gets it once when the turn is near', async () => {
  const { centre, service, turns, subscribe, waits, does } = await cityThatTells();
  const byKiosk = { deskId: KIOSK_WRITER };
  await does('come', 0, { ...byKiosk, to: 'ABCDEFG2' });
  expect(await (await fetch(`${centre.url}${turns[0]?.path}`)).text()).toContain(`href="${turns[0]?.path}/word"`);
  expect(await subscribe(0, service.browser())).toBe(200);
  await waits(3);
  expect(service.received).toEqual([]);
  await waits(2);
  await does('arrive', 0, byKiosk);
  await waits(1);
  expect(service.received.map(({ word }) => word)).toEqual([wordOf('near', 'ca')]);
});

test('a phone that asked gets a message once with two people before its turn and at each call, without office or number, and is forgotten when its turn ends', async () => {
  const { centre, service, turns, subscribe, waits, does, kept, push } = await cityThatTells();
  const page = await fetch(`${centre.url}${turns[0]?.path}`);
  const text = await page.text();
  expect(text).toContain(`href="${turns[0]?.path}/word"`);
  expect(text).not.toContain('<script');
  const asking = await fetch(`${centre.url}${turns[0]?.path}/word`);
  expect(await asking.text()).toContain(push.keys.publicKey);
  expect(asking.headers.get('content-security-policy')).toMatch(/script-src 'sha256-.*worker-src 'self'/);
  expect((await fetch(`${centre.url}/t/word.js`)).headers.get('service-worker-allowed')).toBe('/');

  const browser = service.browser();
  expect(await subscribe(0, browser)).toBe(200);
  expect(await subscribe(0, browser)).toBe(200);
  const [row] = await kept();
  expect(JSON.stringify(await kept())).not.toContain(browser.endpoint);
  expect(JSON.stringify(row)).not.toContain(browser.auth);
  await waits(3);
  expect(service.received).toEqual([]);
  await waits(2);
  await waits(1);
  expect(service.received.map(({ word }) => word)).toEqual([wordOf('near', 'ca')]);
  await does('call');
  await does('no-show');
  await does('recall');
  expect(service.received.map(({ word }) => word)).toEqual([
    wordOf('near', 'ca'),
    wordOf('called', 'ca'),
    wordOf('called', 'ca'),
  ]);
  for (const { path, sender, headers, word } of service.received) {
    expect(`https://${service.host}${path}`).toBe(browser.endpoint);
    expect(sender).toMatchObject({ isSigned: true, key: push.keys.publicKey });
    expect(sender.claims).toMatchObject({ aud: `https://${service.host}`, sub: ORIGIN });
    expect(Number(headers.ttl)).toBeLessThanOrEqual(600);
    expect(JSON.stringify(word)).not.toMatch(/A00|Taula|Tràmits|Ajuntament|terrassa/i);
  }
  await does('serve');
  expect(await kept()).toHaveLength(1);
  await does('finish');
  expect(await kept()).toEqual([]);
  expect(await subscribe(1, service.browser())).toBe(200);
  centre.clock.ms += 18 * 3_600_000;
  await waits(9, 9);
  expect(await kept()).toEqual([]);
});

test('a push service that is dead or slow delays no message to another service and is tried again, and a subscription that a service ends is deleted', async () => {
  const { centre, service, dead, subscribe, waits, kept } = await cityThatTells();
  dead.answer.status = 'silent';
  expect(await subscribe(0, dead.browser())).toBe(200);
  expect(await subscribe(1, service.browser())).toBe(200);
  const sent = waits(0, 1);
  while (service.received.length === 0 || dead.received.length === 0) await new Promise(setImmediate);
  dead.drop();
  await sent;
  expect([dead.received.length, service.received.length]).toEqual([1, 1]);
  centre.clock.ms += 5_000;
  dead.answer.status = 201;
  await waits(0, 1);
  expect([dead.received.length, service.received.length]).toEqual([2, 1]);
  expect((await kept()).map(({ said }) => said)).toEqual([1, 1]);
  service.answer.status = 302;
  service.answer.location = `https://${dead.host}/elsewhere`;
  expect(await subscribe(2, service.browser())).toBe(200);
  await waits(0, 1, 2);
  expect(dead.received).toHaveLength(2);
  service.answer.status = 410;
  centre.clock.ms += 10_000;
  await waits(0, 1, 2);
  expect(await kept()).toHaveLength(2);
});

test('a subscription invented by a stranger reaches no machine of the city, and a turn keeps only a few subscriptions', async () => {
  const { centre, service, turns, subscribe, kept, push } = await cityThatTells();
  const browser = service.browser();
  for (const endpoint of [
    browser.endpoint.replace('https', 'http'),
    'https://10.0.0.7/push',
    'https://169.254.169.254/latest',
    'https://[::1]/push',
    'https://fcm.googleapis.com.evil.example/push',
    'https://fcm.googleapis.com@10.0.0.7/push',
    'https://fcm.googleapis.com:8443/push',
    `${browser.endpoint}${'x'.repeat(1_000)}`,
    'file:///etc/passwd',
  ])
    expect([endpoint, await subscribe(0, { ...browser, endpoint })]).toEqual([endpoint, 422]);
  expect(await subscribe(0, { ...browser, p256dh: 'x' })).toBe(422);
  expect(await kept()).toEqual([]);
  for (let times = 0; times < 6; times += 1) await subscribe(0, service.browser());
  expect(await kept()).toHaveLength(4);
  const path = turns[0]?.path ?? '';
  const strange = `${path.slice(0, -1)}${path.endsWith('Q') ? 'R' : 'Q'}`;
  expect((await fetch(`${centre.url}${strange}/word`, { method: 'POST' })).status).toBe(404);
  expect(isPushService('https://fcm.googleapis.com/fcm/send/x', [])).toBe(true);
  expect(isPushService('https://wns2-par02p.notify.windows.com/w/?token=x', [])).toBe(true);
  // A known push service is not contacted if its name resolves to an address in the city's network.
  const word = wordOf('near', 'ca');
  expect(await sendWord(browser, word, 60, { ...push, mayReach })).toMatchObject({ ok: false });
  expect(service.received).toEqual([]);
  for (const language of TICKET_LANGUAGES) expect(JSON.stringify(wordOf('called', language))).not.toContain('phone-');
});

test('a centre without push, or without an encryption key, offers no messages about turns', async () => {
  const signingKey = newSigningKey();
  const push = { origin: ORIGIN, services: [], keys: vapidKeysOf(signingKey) };
  const centre = await startTestCentre(await postgres.newDatabase(), { signingKey, push });
  await officeAt(centre, OFFICE).publish();
  const kiosk = await centre.enrol(1);
  const event = newEvents().issued(1, { language: 'ca', serviceId: SERVICE_ID });
  const token = followToken(randomBytes(FOLLOW_TOKEN_BYTES));
  event.payload.followToken = token;
  await kiosk.send([event]);
  expect(await (await fetch(`${centre.url}/t/terrassa/${token}`)).text()).not.toContain('/word');
  expect((await fetch(`${centre.url}/t/terrassa/${token}/word`, { method: 'POST' })).status).toBe(404);
  expect((await fetch(`${centre.url}/t/word.js`)).status).toBe(404);
});

test('the service worker shows the message, and a touch on it leads to the turn’s page, whether that page is open or not', async () => {
  const heard = new Map<string, (event: object) => void>();
  const shown: unknown[] = [];
  const opened: string[] = [];
  const pages = [{ url: `${ORIGIN}/t/terrassa/ANOTHER`, focus: () => opened.push('another') }];
  const self = {
    addEventListener: (name: string, listener: (event: object) => void) => void heard.set(name, listener),
    registration: { scope: `${ORIGIN}/t/terrassa/OWN`, showNotification: (...all: unknown[]) => shown.push(all) },
    clients: { matchAll: async () => pages, openWindow: (url: string) => opened.push(url) },
  };
  runInNewContext(WORKER_PROGRAM, { self });
  let done: unknown = null;
  const waitUntil = (promise: unknown): void => {
    done = promise;
  };
  const word = wordOf('near', 'ur');
  heard.get('push')?.({ data: { json: () => word }, waitUntil });
  heard.get('push')?.({ data: null, waitUntil });
  expect(shown).toEqual([[word.title, expect.objectContaining({ body: word.body, lang: 'ur', dir: 'rtl' })]]);
  const touch = { notification: { close: () => {} }, waitUntil };
  heard.get('notificationclick')?.(touch);
  await done;
  pages.push({ url: `${self.registration.scope}?x`, focus: () => opened.push('own') });
  heard.get('notificationclick')?.(touch);
  await done;
  expect(opened).toEqual([self.registration.scope, 'own']);
});
