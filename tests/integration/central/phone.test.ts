import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { makeToken } from '../../../src-central/administration/access-tokens.ts';
import { type Database, StoreBusy, StoreUnreachable } from '../../../src-central/database/database.ts';
import { openPostgres } from '../../../src-central/database/postgres.ts';
import { assembleCentre } from '../../../src-central/replica.ts';
import { certificateSeenIn, PairingBegun } from '../../../src-main/calling/contract/pairing.ts';
import { HUB_PATHS } from '../../../src-main/calling/contract/paths.ts';
import type { HubState } from '../../../src-main/calling/ports/hub.ts';
import { Changes } from '../../../src-main/contract/centre/configuration.ts';
import type { TicketRecord } from '../../../src-main/session/contract/kiosk-api.ts';
import { FOLLOW_TOKEN_BYTES, followToken } from '../../../src-main/tickets/rules/follow-token.ts';
import { centreDefaults } from '../../support/centre-defaults.ts';
import { officeAt, readerOf, SERVICE_ID } from '../../support/city-office.ts';
import { newRequestId, service } from '../../support/core-process.ts';
import { freePort } from '../../support/free-port.ts';
import { createHubBrowser, officeWithDesks } from '../../support/office-hub.ts';
import { centreWhen, pairedCore } from '../../support/paired-core-in-process.ts';
import { sharedPostgres } from '../../support/postgres.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { newEvents, OFFICE, START_MS, startTestCentre, type TestCentre, terrassa } from '../../support/test-centre.ts';

const postgres = sharedPostgres();
const newToken = (): string => followToken(randomBytes(FOLLOW_TOKEN_BYTES));
const changesOf = ({ body }: { body: unknown }): unknown => Changes.parse(body).changes;
const MOST_BYTES = 20_000;
const MOST_ZIPPED = 2_048;

interface Seen {
  status: number;
  headers: Headers;
  text: string;
  words: string;
}

async function visit(centre: Pick<TestCentre, 'url'>, path: string, init: RequestInit = {}): Promise<Seen> {
  const response = await fetch(`${centre.url}${path}`, { redirect: 'manual', ...init });
  const text = await response.text();
  const words = text.replace(/<style>.*<\/style>/s, '').replace(/<[^>]+>/g, ' ');
  return { status: response.status, headers: response.headers, text, words };
}

async function officeWithTurns(languages: readonly string[]) {
  const centre = await startTestCentre(await postgres.newDatabase(), { phoneCity: terrassa });
  await officeAt(centre, OFFICE).publish();
  const kiosk = await centre.enrol(1);
  const make = newEvents();
  const turns = languages.map((language, at) => ({
    token: newToken(),
    event: make.issued(at + 1, { language, serviceId: SERVICE_ID }),
  }));
  for (const { token, event } of turns) event.payload.followToken = token;
  await kiosk.send(turns.map(({ event }) => event));
  return { centre, kiosk, make, turns };
}

const LANGUAGES = ['ca', 'es', 'en', 'fr', 'ar', 'ur', 'ro', 'uk', 'zh-Hans'];

test('the address of a ticket shows its number in the citizen’s language, and nothing is stored or loaded', async () => {
  const { centre, turns } = await officeWithTurns(LANGUAGES);
  for (const [at, { token }] of turns.entries()) {
    const { status, headers, text, words } = await visit(centre, `/T/TERRASSA/${token}`);
    expect(status).toBe(200);
    expect(text).toContain(
      `<html lang="${LANGUAGES[at]}" dir="${['ar', 'ur'].includes(LANGUAGES[at] ?? '') ? 'rtl' : 'ltr'}">`,
    );
    expect(words).toContain(`A00${at + 1}`);
    expect(Buffer.byteLength(text)).toBeLessThan(MOST_BYTES);
    expect(headers.get('set-cookie')).toBeNull();
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/);
    expect(text).not.toMatch(/<script|<img|<link|src=|url\(/);
  }
  expect((await visit(centre, `/t/terrassa/${turns[0]?.token.toLowerCase()}`)).words).toContain('A001');
  expect((await visit(centre, `/T/${turns[1]?.token}`)).words).toContain('A002');
});

test('a link stops the reloads of a ticket’s page and says so in its language, a second link starts them again', async () => {
  const { centre, turns } = await officeWithTurns(LANGUAGES);
  const reloads = (text: string): boolean => text.includes('http-equiv="refresh"');
  const languages = new Set<string>();
  for (const { token } of turns) {
    const path = `/T/TERRASSA/${token}`;
    const moving = await visit(centre, path);
    expect([reloads(moving.text), moving.text.includes('href="?still"')]).toEqual([true, true]);
    const still = await visit(centre, `${path}?still`);
    expect([still.status, reloads(still.text), still.text.includes('href="?"')]).toEqual([200, false, true]);
    languages.add(still.words.replace(/A00\d/, ''));
    expect(still.words).not.toMatch(/phone-|\{\{/);
    expect(still.text).toContain('href="?leave&amp;still"');
    expect((await visit(centre, `${path}?leave&still`)).text).toContain('href="?still"');
    for (const { text } of [moving, still]) expect(gzipSync(text).length).toBeLessThan(MOST_ZIPPED);
  }
  expect(languages.size).toBe(LANGUAGES.length);
  const unknown = await visit(centre, `/T/TERRASSA/${newToken()}?still`);
  expect([reloads(unknown.text), unknown.text.includes('href="?"')]).toEqual([false, true]);
});

test('an unknown address says that the paper is valid, whatever it contains', async () => {
  const { centre, turns } = await officeWithTurns(['ca']);
  const token = turns[0]?.token ?? '';
  for (const path of [
    `/T/TERRASSA/${newToken()}`,
    `/T/SABADELL/${token}`,
    `/T/TERRASSA/${token.slice(1)}`,
    `/T/TERRASSA/${token}%00`,
    '/T/TERRASSA/%3Cscript%3E',
    `/T/..%2f/${token}`,
  ]) {
    const { status, text, words } = await visit(centre, path);
    expect([path, status]).toEqual([path, 404]);
    expect(words).toContain('El vostre tiquet és vàlid');
    expect(text).not.toContain('<script');
  }
});

test('a ticket is given up once after a question, and the kiosks of its office receive it like any void ticket', async () => {
  const { centre, kiosk, turns } = await officeWithTurns(['ca', 'ca']);
  const path = `/T/TERRASSA/${turns[0]?.token}`;
  const reader = readerOf(kiosk);
  const { cursor } = await reader.snapshot(centre);
  expect((await visit(centre, path)).text).toContain('href="?leave"');
  const asked = await visit(centre, `${path}?leave`);
  expect(asked.words).toContain('Voleu anul·lar el torn A001?');
  expect(changesOf(await reader.changes(centre, cursor))).toEqual([]);
  for (let times = 0; times < 2; times += 1) {
    const done = await visit(centre, path, { method: 'POST' });
    expect([done.status, done.headers.get('location')]).toEqual([303, '?']);
  }
  expect(changesOf(await reader.changes(centre, cursor))).toEqual([
    { kind: 'ticket-voided', ticketId: turns[0]?.event.payload.ticketId },
  ]);
  const after = await visit(centre, path);
  expect(after.words).toContain('Heu anul·lat aquest torn');
  expect(after.text).not.toContain('?leave');
  expect((await visit(centre, `/T/TERRASSA/${turns[1]?.token}`)).words).toContain('Us cridarem');
});

test('the page shows a ticket’s end: served with the time, void, or given up at the kiosk; such a ticket cannot be given up', async () => {
  const { centre, kiosk, make, turns } = await officeWithTurns(['ca', 'es', 'en']);
  const [served, voided, withdrawn] = turns;
  await kiosk.send([
    make.next('ticket-withdrawn', { ticketId: withdrawn?.event.payload.ticketId }),
    make.next('numbers-served', {
      markId: crypto.randomUUID(),
      series: 'A',
      serviceDay: '2026-11-25',
      from: 1,
      to: 1,
      rank: 1,
      appointmentsUntil: '2026-11-25T10:00:00.000Z',
    }),
  ]);
  await centre.order('voidTicket', { ticketId: String(voided?.event.payload.ticketId) });
  for (const [turn, said] of [
    [served, 'Ja us hem atès'],
    [voided, 'Este turno ya no vale'],
    [withdrawn, 'You cancelled this number'],
  ] as const) {
    const path = `/T/TERRASSA/${turn?.token}`;
    const seen = await visit(centre, path);
    expect(seen.words).toContain(said);
    expect(seen.text).not.toContain('?leave');
    await visit(centre, path, { method: 'POST' });
    expect((await visit(centre, path)).words).toContain(said);
  }
});

test('a ticket that a person or token named “holder” voids is shown as void, not as given up by its holder', async () => {
  const { centre, turns } = await officeWithTurns(['ca']);
  const token = await makeToken(centre.database, terrassa, 'holder', centre.clock.ms);
  const voided = { ticketId: String(turns[0]?.event.payload.ticketId) };
  expect((await centre.order('voidTicket', voided, undefined, token)).status).toBe(204);
  const { words } = await visit(centre, `/T/TERRASSA/${turns[0]?.token}`);
  expect(words).toContain('Aquest torn ja no val');
  expect(words).not.toContain('Heu anul·lat');
});

test('the page names the desk that calls; a missed ticket may still be given up, one being served may not', async () => {
  const { centre, kiosk, make, turns } = await officeWithTurns(['ca']);
  await officeAt(centre, OFFICE).publish('2026-11-02', { desks: [{ deskId: 'taula-3', name: { ca: 'Taula 3' } }] });
  const path = `/T/TERRASSA/${turns[0]?.token}`;
  let rank = 0;
  const does = async (act: string): Promise<Seen> => {
    rank += 1;
    const done = { lifeId: crypto.randomUUID(), ticketId: turns[0]?.event.payload.ticketId, rank, act };
    await kiosk.send([make.next('ticket-life', { ...done, deskId: 'taula-3', ageMs: 0 })]);
    return visit(centre, path);
  };
  const called = await does('call');
  expect(called.words).toContain('Us cridem ara');
  expect(called.words).toContain('Aneu a: Taula 3');
  expect(called.text).not.toContain('?leave');
  const missed = await does('no-show');
  expect(missed.words).toContain('Us hem cridat i no hi éreu');
  expect(missed.text).toContain('?leave');
  await does('recall');
  expect((await does('serve')).words).toContain('Us estem atenent');
  const served = await does('finish');
  expect(served.words).toContain('Ja us hem atès');
  expect(served.text).not.toContain('?leave');
});

test('the page gives the people ahead in its language, in words for the last two; an old, late or foreign number is not shown', async () => {
  const { centre, kiosk, turns } = await officeWithTurns(LANGUAGES);
  const other = await centre.enrol(2, 'castell');
  const idOf = (at: number) => String(turns[at]?.event.payload.ticketId);
  const state = async (
    sender: typeof kiosk,
    waiting: number,
    agoMs = 0,
    minutes: object | null = { from: 5, to: 10 },
  ) => {
    const asOf = new Date(centre.clock.ms - agoMs).toISOString();
    const tickets = turns.map((_, at) => ({ ticketId: idOf(at), waiting, minutes }));
    const { status } = await centre.signed({
      key: sender.key,
      as: 'kiosk' as const,
      method: 'PUT',
      path: sender.path('stateQueue'),
      headers: { 'content-type': 'application/json' },
      body: Buffer.from(JSON.stringify({ asOf, tickets })),
    });
    expect(status).toBe(204);
  };
  const read = async (at = 0) => (await visit(centre, `/T/TERRASSA/${turns[at]?.token}`)).words.replace(/\s+/g, ' ');
  expect(await read()).not.toContain('davant');
  await state(other, 7);
  expect(await read()).not.toContain('davant');
  await state(kiosk, 4);
  expect(await read()).toContain('4 persones davant vostre 5-10 min');
  for (const at of LANGUAGES.keys()) expect(await read(at), LANGUAGES[at]).toMatch(/4.*5.{1,9}10/);
  await state(kiosk, 2, 0, null);
  // This statement of the kiosk about its queue has the same time as the previous one, so the centre ignores it.
  expect(await read()).toContain('4 persones');
  centre.clock.ms += 1_000;
  await state(kiosk, 2, 0, null);
  const soon = await Promise.all(LANGUAGES.map((_, at) => read(at)));
  expect(soon[0]).toContain('Només hi ha dues persones davant vostre.');
  expect(soon[0]).not.toContain('min');
  for (const words of soon) expect(words).not.toMatch(/phone-|people-ahead|\{\{/);
  await state(kiosk, 9, 60_000);
  // The kiosk makes this statement with a clock that is an hour ahead. Later statements with an earlier time are still accepted.
  await state(kiosk, 1, -3_600_000);
  expect(await read()).toContain('dues persones');
  // After the centre's clock was set back by an hour, a statement with a time in the future is not shown, and new
  // ones are accepted.
  centre.clock.ms -= 3_600_000;
  expect(await read()).not.toContain('davant');
  await state(kiosk, 3);
  expect(await read()).toContain('3 persones');
  centre.clock.ms += 2_000;
  await state(kiosk, 0);
  expect(await read()).toContain('Sou la persona següent.');
  centre.clock.ms += 89_000;
  expect(await read()).toContain('Sou la persona següent.');
  centre.clock.ms += 2_000;
  const old = await visit(centre, `/T/TERRASSA/${turns[0]?.token}`);
  expect(old.words).not.toContain('següent');
  expect(old.words).toContain('Us cridarem');
  expect(Buffer.byteLength(old.text)).toBeLessThan(MOST_BYTES);
});

test('as soon as a desk calls, the centre has the number of people ahead of each waiting ticket, and of no other', async () => {
  // The kiosk follows the centre's time, so the centre's clock must run.
  const centre = await startTestCentre(await postgres.newDatabase(), {
    clock: {
      get ms() {
        return Date.now();
      },
    },
  });
  const port = await freePort();
  const profile = officeWithDesks(temporaryFolder(), port);
  const office = JSON.parse(readFileSync(profile, 'utf8')) as { ticket: object; services: { serviceId: string }[] };
  const services = office.services.map((one) => ({ ...one, sensitive: one.serviceId === 'queixes-i-suggeriments' }));
  const followed = { ...office, services, ticket: { ...office.ticket, followPage: 'https://torn.example/T' } };
  writeFileSync(profile, JSON.stringify(followed));
  const { core, data } = await pairedCore(centre, { profile, deviceRoot: temporaryFolder() });
  onTestFinished(() => core.close());
  await centreWhen(core, ({ clockOffsetMs }) => clockOffsetMs !== null);
  const asked = <Method extends Parameters<typeof core.call>[0]>(
    method: Method,
    params: Parameters<typeof core.call<Method>>[1],
  ): unknown => {
    const answer = core.call(method, params);
    if (!answer.ok) throw new Error(answer.error.kind);
    return answer.value;
  };
  const [, second, third] = Array.from({ length: 3 }, () => {
    const order = { requestId: newRequestId(), serviceId: service('empadronament'), language: 'ca' as const };
    return asked('takeTicket', order) as TicketRecord;
  });
  while ((asked('getHub', {}) as HubState | null)?.isUp !== true)
    await new Promise((resolve) => setTimeout(resolve, 20));
  const desk = createHubBrowser(port, readFileSync(join(data, 'hub-certificate.pem'), 'utf8'));
  const { code, claim } = PairingBegun.parse((await desk.post(HUB_PATHS.beginPairing, { role: 'desk' })).body);
  const { fingerprint } = asked('getHub', {}) as HubState;
  asked('pairBrowser', { code, deskId: 'taula-1', seen: certificateSeenIn(fingerprint ?? '') });
  await desk.post(HUB_PATHS.claimPairing, { claim });
  const stated = async () => {
    const rows = await centre.database.query<{ tickets: object }>('SELECT tickets FROM queue_statement');
    return rows[0]?.tickets ?? null;
  };
  expect(await stated()).toBeNull();
  await desk.order({ kind: 'call-next' });
  const { waiting } = await desk.view();
  expect(waiting).toContainEqual(expect.objectContaining({ count: 2, comer: { waiting: 2, minutes: null } }));
  while ((await stated()) === null) await new Promise((resolve) => setTimeout(resolve, 50));
  expect(await stated()).toEqual({
    [second?.ticketId ?? '']: { waiting: 0, minutes: null },
    [third?.ticketId ?? '']: { waiting: 1, minutes: null },
  });
});

test('a ticket of a sensitive service, or transferred to one, is on no phone; a sensitive office shows its city and no service', async () => {
  const { centre, kiosk, make, turns } = await officeWithTurns(['ca', 'ca']);
  const [kept, handed] = turns;
  const pathOf = (turn: (typeof turns)[number] | undefined) => `/T/TERRASSA/${turn?.token}`;
  const violenceName = { ca: 'Atenció a la violència masclista' };
  const ordinary = { serviceId: SERVICE_ID, series: 'A', name: { ca: 'Tràmits' }, pictogram: 'stamp' };
  const violence = { ...ordinary, serviceId: 'violencia', series: 'V', sensitive: true, name: violenceName };
  const publish = (day: string, more: Record<string, unknown>) => officeAt(centre, OFFICE).publish(day, more);
  await publish('2026-11-02', { services: [ordinary, violence] });
  expect((await visit(centre, pathOf(handed))).status).toBe(200);
  const life = { lifeId: crypto.randomUUID(), ticketId: handed?.event.payload.ticketId, rank: 1, act: 'transfer' };
  await kiosk.send([make.next('ticket-life', { ...life, deskId: 'taula-3', to: 'service:violencia', ageMs: 0 })]);
  const hidden = await visit(centre, pathOf(handed));
  expect(hidden.status).toBe(404);
  expect(hidden.words).not.toContain('A002');
  await publish('2026-11-03', {
    services: [
      { ...ordinary, sensitive: true },
      { ...violence, sensitive: false },
    ],
  });
  expect((await visit(centre, pathOf(kept))).status).toBe(404);
  await publish('2026-11-04', { sensitive: true });
  const neutral = await visit(centre, pathOf(kept));
  expect(neutral.status).toBe(200);
  expect(neutral.words).toContain('A001');
  expect(neutral.words).toContain('Ajuntament de proves');
  for (const name of ['Oficina de proves', 'Tràmits']) expect(neutral.words).not.toContain(name);
});

test('while the centre ends, a phone shows that the paper is valid', async () => {
  const url = await postgres.newDatabase();
  const database = openPostgres(url, { connections: 1, onTrouble: () => {} });
  onTestFinished(() => database.close());
  const { server } = assembleCentre({ ...centreDefaults(), database, clock: { nowMs: () => START_MS } });
  onTestFinished(() => server.drain());
  const seen = await visit({ url: await server.listen('127.0.0.1', 0) }, `/T/TERRASSA/${newToken()}`);
  expect([seen.status, seen.headers.get('retry-after')]).toEqual([503, '30']);
  expect(seen.words).toContain('El vostre tiquet és vàlid');
});

test('while the database is lost or busy, a phone shows that the paper is valid', async () => {
  const database = openPostgres(await postgres.newDatabase(), { connections: 2, onTrouble: () => {} });
  const state: { trouble: Error | null } = { trouble: null };
  const troubled: Database = {
    ...database,
    query: async (text, values) => {
      if (state.trouble !== null) throw state.trouble;
      return database.query(text, values);
    },
  };
  const centre = await startTestCentre(troubled);
  const path = `/T/TERRASSA/${newToken()}`;
  expect((await visit(centre, path)).status).toBe(404);
  for (const trouble of [new StoreUnreachable('lost'), new StoreBusy('busy')]) {
    state.trouble = trouble;
    const seen = await visit(centre, path);
    expect([seen.status, seen.headers.get('retry-after')]).toEqual([503, '30']);
    expect(seen.words).toContain('El vostre tiquet és vàlid');
  }
  state.trouble = new Error('a fault of the program');
  expect((await visit(centre, path)).status).toBe(500);
  state.trouble = null;
});

test('the page of a served turn asks how it was, if its office asks, and counts one face for office, service and day', async () => {
  const { centre, kiosk, make, turns } = await officeWithTurns(['ca', 'ur', 'ca']);
  const [one, other, waiting] = turns.map(({ token }) => `/T/TERRASSA/${token}`);
  const finish = ({ event }: (typeof turns)[number]) =>
    make.next('ticket-life', {
      lifeId: randomUUID(),
      ticketId: event.payload.ticketId,
      rank: 1,
      deskId: 'taula-3',
      act: 'finish',
      ageMs: 0,
    });
  await kiosk.send(turns.slice(0, 2).map(finish));
  expect((await visit(centre, String(one))).text).not.toContain('formaction');
  await officeAt(centre, OFFICE).publish('2026-11-26', { wordAfter: true });
  const asked = await visit(centre, String(one));
  expect(asked.words).toContain('Com us ha anat?');
  expect([...asked.text.matchAll(/formaction="\?word=(\w+)" aria-label="([^"]+)"/g)].map(([, , name]) => name)).toEqual(
    ['Molt malament', 'Malament', 'Regular', 'Bé', 'Molt bé'],
  );
  const say = (path: string, face: string) => visit(centre, `${path}?word=${face}`, { method: 'POST' });
  // A second answer, an unknown face and an answer before the turn was called do not count.
  const answers = [await say(String(one), 'good'), await say(String(one), 'awful'), await say(String(other), 'x')];
  answers.push(await say(String(waiting), 'good'), await say(String(other), 'good'));
  expect(answers.map(({ status }) => status)).toEqual([303, 303, 303, 303, 303]);
  expect((await visit(centre, String(one))).words).toContain('Gràcies.');
  expect((await visit(centre, String(waiting))).words).toContain('A003');
  const counted = await centre.database.query('SELECT service_id, day::text, face, answers::int FROM word_count', []);
  expect(counted).toEqual([{ service_id: SERVICE_ID, day: '2026-11-25', face: 'good', answers: 2 }]);
});
