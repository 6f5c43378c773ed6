import { randomBytes } from 'node:crypto';
import { request as send } from 'node:http';
import { expect, test } from 'vitest';
import { TurnRequests } from '../../../src-main/contract/centre/turns-from-home.ts';
import { FOLLOW_TOKEN_BYTES, followToken } from '../../../src-main/tickets/rules/follow-token.ts';
import { createRandom, type Random } from '../../reliability/random.ts';
import { solved } from '../../support/booking-forms.ts';
import { officeAt, SERVICE_ID } from '../../support/city-office.ts';
import { sharedPostgres } from '../../support/postgres.ts';
import {
  ALL_TABLES,
  newEvents,
  OFFICE,
  startTestCentre,
  type TestCentre,
  tablesOf,
} from '../../support/test-centre.ts';

const postgres = sharedPostgres();
const SEED = 30;
const REQUESTS = 1_000;
const AT_ONCE = 8;
const PER_QUARTER = 3;
const TURNS = `/c/terrassa/${OFFICE}/turn`;
const FORM = 'application/x-www-form-urlencoded';
const PLAIN = [200, 303, 304, 400, 404, 405, 413, 414, 415, 422, 431, 503];

interface Asked {
  method: string;
  path: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
}
interface Answered {
  status: number;
  text: string;
  location: string;
  hasCookie: boolean;
}

/** Sends a request as it is, because `fetch` would correct a malformed one. */
const ask = (centre: Pick<TestCentre, 'url'>, { method, path, headers = {}, body }: Asked): Promise<Answered> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(centre.url);
    const length: Record<string, number> = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
    const sent = send({ hostname, port, method, path, headers: { ...length, ...headers } }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part)).on('error', reject);
      answer.on('end', () =>
        resolve({
          status: answer.statusCode ?? 0,
          text: Buffer.concat(parts).toString(),
          location: answer.headers.location ?? '',
          hasCookie: answer.headers['set-cookie'] !== undefined,
        }),
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const letters = (random: Random, from: string, many: number): string =>
  Array.from({ length: many }, () => random.pick([...from])).join('');
const bytes = (random: Random, many: number): Buffer => Buffer.from(random.bytes(many));

const TRICKS: readonly Record<string, string>[] = [
  { 'x-http-method-override': 'DELETE', 'x-forwarded-for': '203.0.113.9, 127.0.0.1', forwarded: 'for=127.0.0.1' },
  { 'if-none-match': `W/"${'x'.repeat(3_000)}"`, 'accept-language': 'ca;q=zz,,;;*', 'accept-encoding': 'gzip;q=0, *' },
  { cookie: `torn-turn=${'0'.repeat(36)}; torn-turn='; --`, referer: 'https://elsewhere.example/' },
  { host: 'elsewhere.example', 'x-forwarded-host': 'elsewhere.example', 'x-original-url': '/health' },
  { origin: 'null', range: 'bytes=0-1', 'content-encoding': 'gzip' },
];

/** A stranger's request. `forms` are forms of the office's page whose proof-of-work puzzle is solved. */
function hostile(random: Random, tokens: readonly string[], forms: readonly URLSearchParams[]): Asked {
  const guessed = (): string => {
    const near = random.pick(tokens);
    const at = random.int(0, near.length - 1);
    const other = random.pick([...BASE32].filter((letter) => letter !== near[at]));
    return random.chance(0.5)
      ? letters(random, BASE32, random.int(24, 28))
      : near.slice(0, at) + other + near.slice(at + 1);
  };
  const word = (): string =>
    random.pick([
      'no-hi-es',
      '%00',
      '..%2f..%2fetc',
      '%F0%9F',
      '%3Cimg%20src=x%3E',
      'constructor',
      'x'.repeat(2_000),
      letters(random, 'abc-09', 9),
    ]);
  const turn = (): string =>
    random.pick([`/t/terrassa/${guessed()}`, `/T/SABADELL/${guessed()}`, `/t/${word()}/${guessed()}`]);
  const live = (): string =>
    random.pick([
      `/c/terrassa/offices/${word()}`,
      `/c/${word()}/offices`,
      `/c/${word()}/offices.json`,
      `/c/terrassa/offices?lang=${word()}`,
    ]);
  const page = (): string =>
    random.pick([
      `/c/terrassa/${word()}/turn`,
      `/c/${word()}/${OFFICE}/turn`,
      `${TURNS}?ask=${random.pick([word(), crypto.randomUUID()])}`,
      `${TURNS}?wait=${word()}`,
      `${TURNS}?said=${word()}&lang=${word()}`,
    ]);
  const path = random.pick([turn, live, page])();
  const form = new URLSearchParams(random.pick(forms));
  switch (random.int(1, 9)) {
    case 1:
    case 2:
      return { method: 'GET', path };
    case 3:
      return { method: 'GET', path, headers: random.pick(TRICKS) };
    case 4:
      return { method: random.pick(['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD']), path };
    case 5:
      return {
        method: 'POST',
        path: `${turn()}${random.pick(['', '?word=great', '?leave', `?word=${word()}`])}`,
        body: '',
      };
    case 6:
      return {
        method: 'POST',
        path,
        headers: { 'content-type': random.pick([FORM, 'application/json', 'text/html', 'x/y; charset=zz']) },
        body: bytes(random, random.int(0, 900)),
      };
    case 7:
      return {
        method: 'POST',
        path: random.pick([path, TURNS]),
        headers: { 'content-type': FORM },
        body: `form=${'x'.repeat(random.int(4_000, 90_000))}`,
      };
    case 8:
      form.set(
        random.pick(['form', 'answer', 'service', 'lang']),
        random.pick([word(), '', letters(random, BASE32, 60)]),
      );
      return {
        method: 'POST',
        path: TURNS,
        headers: { 'content-type': FORM, ...(random.chance(0.3) && random.pick(TRICKS)) },
        body: form.toString(),
      };
    default:
      return { method: 'POST', path: TURNS, headers: { 'content-type': FORM }, body: form.toString() };
  }
}

test('a thousand hostile requests to the public pages get plain answers, get nothing twice, and leave the office’s line of numbers untouched', async () => {
  const centre = await startTestCentre(await postgres.newDatabase());
  await officeAt(centre, OFFICE).publish('2026-11-01', {
    desks: [{ deskId: 'taula-1', name: { ca: 'Taula 1' } }],
    hub: {},
    wordAfter: true,
    ticket: { privacyPage: 'exemple.cat/dades', followPage: 'https://torn.example/T' },
    checkIn: {},
    fromHome: { services: [{ serviceId: SERVICE_ID, perQuarter: PER_QUARTER }] },
  });
  const kiosk = await centre.enrol(1);
  const make = newEvents();
  const tickets = [1, 2, 3].map((no) => make.issued(no, { serviceId: SERVICE_ID }));
  for (const { payload } of tickets) payload.followToken = followToken(randomBytes(FOLLOW_TOKEN_BYTES));
  const tokens = tickets.map(({ payload }) => String(payload.followToken));
  await kiosk.send(tickets);
  const state = async () => {
    const offers = [{ serviceId: SERVICE_ID, left: 9, queue: { waiting: 3, minutes: null } }];
    const body = JSON.stringify({ asOf: new Date(centre.clock.ms).toISOString(), offers, answers: [] });
    const answered = await centre.signed({
      key: kiosk.key,
      as: 'kiosk' as const,
      method: 'PUT',
      path: kiosk.path('stateTurns'),
      headers: { 'content-type': 'application/json' },
      body: Buffer.from(body),
    });
    return TurnRequests.parse(answered.body).requests;
  };
  await state();
  const line = async () => [
    await tablesOf(centre.database, [
      // Two tables also change without a stranger: the kiosk's calls change its contacts, and `office` stores when its kiosk was woken.
      ...ALL_TABLES.filter((table) => table !== 'kiosk_contact' && table !== 'office'),
      'word_count',
      'turn_word',
    ]),
    await Promise.all(
      tokens.map(async (token) => (await ask(centre, { method: 'GET', path: `/t/terrassa/${token}` })).text),
    ),
  ];
  const before = await line();

  // A network may open more forms than it may get numbers.
  const forms: URLSearchParams[] = [];
  for (let no = 0; no < PER_QUARTER + 2; no += 1)
    forms.push(new URLSearchParams(solved(await ask(centre, { method: 'GET', path: TURNS }))));
  const random = createRandom(SEED);
  const cookies: Answered[] = [];
  for (let sent = 0; sent < REQUESTS; sent += AT_ONCE) {
    const asked = Array.from({ length: AT_ONCE }, () => hostile(random, tokens, forms));
    const answered = await Promise.all(asked.map((one) => ask(centre, one)));
    for (const [at, answer] of answered.entries()) {
      const what = `${sent + at}: ${asked[at]?.method} ${asked[at]?.path.slice(0, 80)} ${answer.text.slice(0, 200)}`;
      expect(PLAIN, `${answer.status} ${what}`).toContain(answer.status);
      expect(answer.text, what).not.toMatch(/<img|node_modules|\bat .*\.ts:\d|SELECT |elsewhere\.example/);
      expect(answer.location, what).not.toMatch(/^https?:|^\/\//);
      if (answer.hasCookie) cookies.push(answer);
    }
  }

  expect(await line()).toEqual(before);
  // Each form asks the kiosk once, up to the quota of a quarter of an hour. Cookies contain the ids of these requests
  // only.
  const requests = await state();
  expect(requests.length).toBe(PER_QUARTER);
  const named = new Set(cookies.map(({ location }) => /ask=([0-9a-f-]{36})/.exec(location)?.[1]));
  expect(named).toEqual(new Set(requests.map(({ requestId }) => requestId)));
});
