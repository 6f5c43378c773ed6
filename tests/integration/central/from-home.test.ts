import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { certificateSeenIn, PairingBegun } from '../../../src-main/calling/contract/pairing.ts';
import { HUB_PATHS } from '../../../src-main/calling/contract/paths.ts';
import type { HubState } from '../../../src-main/calling/ports/hub.ts';
import { TurnRequests } from '../../../src-main/contract/centre/turns-from-home.ts';
import type { TicketRecord } from '../../../src-main/session/contract/kiosk-api.ts';
import { FOLLOW_TOKEN_BYTES, followToken } from '../../../src-main/tickets/rules/follow-token.ts';
import { solved } from '../../support/booking-forms.ts';
import { officeAt, SERVICE_ID } from '../../support/city-office.ts';
import { newRequestId, service } from '../../support/core-process.ts';
import { freePort } from '../../support/free-port.ts';
import { createHubBrowser, officeWithDesks } from '../../support/office-hub.ts';
import { centreWhen, pairedCore } from '../../support/paired-core-in-process.ts';
import { sharedPostgres } from '../../support/postgres.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { newEvents, OFFICE, startTestCentre, type TestCentre } from '../../support/test-centre.ts';

const postgres = sharedPostgres();
const SERVICE = 'empadronament';
const PER_QUARTER = 3;
const TURNS = `/c/terrassa/${OFFICE}/turn`;

const wait = () => new Promise((resolve) => setTimeout(resolve, 40));

/** A phone with its own cookie, which follows redirects one at a time. */
function phoneAt(centre: Pick<TestCentre, 'url'>) {
  let cookie = '';
  async function visit(path: string, init: RequestInit = {}) {
    const headers = { ...(cookie === '' ? {} : { cookie }), ...(init.headers as Record<string, string>) };
    const response = await fetch(`${centre.url}${path}`, { redirect: 'manual', ...init, headers });
    const [set] = response.headers.getSetCookie();
    if (set !== undefined) [cookie = ''] = set.split(';');
    const text = await response.text();
    const words = text
      .replace(/<style>.*<\/style>/s, '')
      .replace(/<[^>]+>/g, ' ')
      .replaceAll('\u2060', '')
      .replace(/\s+/g, ' ');
    return { status: response.status, location: response.headers.get('location'), text, words };
  }
  const form = async (fields: Record<string, string> = {}): Promise<URLSearchParams> =>
    new URLSearchParams({ ...solved(await visit(TURNS)), ...fields });
  const send = (fields: URLSearchParams, path = TURNS) =>
    visit(path, {
      method: 'POST',
      body: fields.toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
  return {
    visit,
    form,
    send,
    /** Reloads the page until the office has answered. Resolves to the address of the answer's page. */
    async answered(from: string): Promise<string> {
      for (;;) {
        const { status, location, text } = await visit(from);
        if (status === 303 && location !== null) return location;
        if (!text.includes('Demanem')) return from;
        await wait();
      }
    },
  };
}

async function officeWithTurns() {
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
  const office = JSON.parse(readFileSync(profile, 'utf8')) as { ticket: object; checkIn: object };
  const whole = {
    ...office,
    ticket: { ...office.ticket, followPage: 'https://torn.example/T' },
    checkIn: { ...office.checkIn, ways: ['scan', 'locator'], attendanceProof: false },
    scanner: { kind: 'wedge' },
    fromHome: { share: 100, holdMinutes: 15, services: [{ serviceId: SERVICE, perQuarter: PER_QUARTER }] },
  };
  writeFileSync(profile, JSON.stringify(whole));
  const { core, data } = await pairedCore(centre, { profile, deviceRoot: temporaryFolder() });
  onTestFinished(() => core.close());
  await centreWhen(core, ({ clockOffsetMs }) => clockOffsetMs !== null);
  const published = { profile: { ...whole, officeId: OFFICE }, effectiveFrom: '2036-01-01' };
  const { status, body } = await centre.order('publishProfile', { officeId: OFFICE }, published);
  if (status >= 300) throw new Error(JSON.stringify(body));
  const asked = <Method extends Parameters<typeof core.call>[0]>(
    method: Method,
    params: Parameters<typeof core.call<Method>>[1],
  ): unknown => {
    const answer = core.call(method, params);
    if (!answer.ok) throw new Error(JSON.stringify(answer.error));
    return answer.value;
  };
  while ((asked('getHub', {}) as HubState | null)?.isUp !== true) await wait();
  const desk = createHubBrowser(port, readFileSync(join(data, 'hub-certificate.pem'), 'utf8'));
  const { code, claim } = PairingBegun.parse((await desk.post(HUB_PATHS.beginPairing, { role: 'desk' })).body);
  const { fingerprint } = asked('getHub', {}) as HubState;
  asked('pairBrowser', { code, deskId: 'taula-1', seen: certificateSeenIn(fingerprint ?? '') });
  await desk.post(HUB_PATHS.claimPairing, { claim });
  const takeTicket = () =>
    asked('takeTicket', {
      requestId: newRequestId(),
      serviceId: service(SERVICE),
      language: 'ca' as const,
    }) as TicketRecord;
  return { centre, core, desk, asked, takeTicket };
}

test('a number asked for at home is the next in the office’s line of numbers, and is called once its code is read at the kiosk', async () => {
  const { centre, core, desk, asked, takeTicket } = await officeWithTurns();
  const phone = phoneAt(centre);
  expect(takeTicket().label).toBe('A001');
  while ((await phone.visit(TURNS)).status !== 200) await wait();
  const { status, location } = await phone.send(await phone.form());
  expect(status).toBe(303);
  const page = await phone.answered(location ?? '');
  expect(page).toMatch(/^\/t\/terrassa\/[A-Z2-7]{26}$/);
  const coming = await phone.visit(page);
  expect(coming.words).toContain('A002');
  expect(coming.words).toContain('Veniu abans de les');
  expect(takeTicket().label).toBe('A003');

  const called = async () => {
    const answer = await desk.order({ kind: 'call-next' });
    if (answer.ok && answer.value.ticketId !== null)
      await desk.order({ kind: 'finish', ticketId: answer.value.ticketId as never });
    return answer.ok ? answer.value.number : answer.error.kind;
  };
  expect([await called(), await called(), await called()]).toEqual(['A001', 'A003', 'nobody-waits']);
  expect(takeTicket().label).toBe('A004');
  asked('scanned', { text: `HTTPS://TORN.EXAMPLE/T/${page.split('/').at(-1)}` });
  expect(core.view()).toMatchObject({ view: { result: 'arrived-from-home', label: 'A002' } });
  expect([await called(), await called(), await called()]).toEqual(['A002', 'A004', 'nobody-waits']);

  const other = phoneAt(centre);
  const otherPage = await other.answered((await other.send(await other.form())).location ?? '');
  const [typed = ''] = /A005-\d{4}/.exec((await other.visit(otherPage)).words) ?? [];
  const wrong = typed.endsWith('0') ? 'A0050001' : 'A0050000';
  const stamp = () => ({ sessionId: core.view().sessionId, stateNo: core.view().stateNo });
  asked('finish', { stamp: stamp() });
  asked('openEntry', { stamp: stamp(), visitType: 'appointment' });
  if (core.view().view.screen === 'check-in') asked('openCheckIn', { stamp: stamp(), method: 'locator' });
  asked('presentLocator', {
    stamp: stamp(),
    requestId: newRequestId(),
    text: wrong,
  });
  expect(core.view()).toMatchObject({ view: { screen: 'locator-keypad', notice: 'mistyped' } });
  expect(await called()).toBe('nobody-waits');
  asked('presentLocator', { stamp: stamp(), requestId: newRequestId(), text: typed });
  expect(core.view()).toMatchObject({ view: { result: 'arrived-from-home', label: 'A005' } });
  expect(await called()).toBe('A005');
});

test('the page for numbers from home answers guessed addresses, repeated forms and many requests of one network plainly, and the office gives no more than its quota', async () => {
  const centre = await startTestCentre(await postgres.newDatabase());
  await officeAt(centre, OFFICE).publish('2026-11-01', {
    desks: [{ deskId: 'taula-1', name: { ca: 'Taula 1' } }],
    hub: {},
    ticket: { privacyPage: 'exemple.cat/dades', followPage: 'https://torn.example/T' },
    checkIn: {},
    fromHome: { services: [{ serviceId: SERVICE_ID, perQuarter: PER_QUARTER }] },
  });
  const kiosk = await centre.enrol(1);
  const make = newEvents();
  const state = async (answers: object[] = [], left = 9, sender = kiosk) => {
    const asOf = new Date(centre.clock.ms).toISOString();
    const body = { asOf, offers: [{ serviceId: SERVICE_ID, left, queue: null }], answers };
    const { status, body: answered } = await centre.signed({
      key: sender.key,
      as: 'kiosk' as const,
      method: 'PUT',
      path: sender.path('stateTurns'),
      headers: { 'content-type': 'application/json' },
      body: Buffer.from(JSON.stringify(body)),
    });
    expect(status).toBe(200);
    return TurnRequests.parse(answered).requests;
  };
  const turn = (more: Record<string, string> = {}) => phoneAt(centre).form(more);
  const stranger = phoneAt(centre);

  // An office whose kiosk is silent, an unknown office and an impossible one give the same plain answer, and no
  // cookie.
  for (const path of [TURNS, '/c/terrassa/no-hi-es/turn', '/c/sabadell/oficina/turn', '/c/%3Cscript%3E/%00/turn']) {
    const { status, text, words } = await stranger.visit(path);
    expect([path, status]).toEqual([path, 404]);
    expect(words).toContain('Ara no es pot agafar torn des de casa');
    expect(text).not.toContain('<script');
  }
  expect(await state()).toEqual([]);
  expect((await stranger.visit(TURNS)).words).toContain('Vull un número');

  // A request to the kiosk needs an unaltered form of this centre and a service of the office.
  for (const ask of [randomUUID(), 'x', '%00', '../../etc'])
    expect((await stranger.visit(`${TURNS}?ask=${ask}`)).status).toBe(404);
  const altered = await turn();
  altered.set('form', `${altered.get('form')?.slice(0, -2)}xx`);
  expect((await stranger.send(altered)).location).toContain('said=stale');
  expect((await stranger.send(new URLSearchParams())).location).toContain('said=stale');
  expect((await stranger.send(await turn({ service: 'violencia' }))).status).toBe(404);
  const foreign = await stranger.visit(TURNS, {
    method: 'POST',
    body: (await turn()).toString(),
    headers: { origin: 'https://elsewhere.example', 'content-type': 'application/x-www-form-urlencoded' },
  });
  expect(foreign.location).toBe(TURNS);
  const unsolved = await turn({ answer: '' });
  expect((await stranger.send(unsolved)).location).toContain('?wait=');
  expect(await state()).toEqual([]);

  // One form makes one request, even if several phones send it. A phone with an open request cannot make a second.
  const form = await turn();
  const own = phoneAt(centre);
  const sent = await Promise.all(
    [own, ...Array.from({ length: 15 }, () => phoneAt(centre))].map((one) => one.send(form)),
  );
  const [asked] = sent.map(({ location }) => location ?? '');
  expect(new Set(sent.map(({ location }) => location))).toEqual(new Set([asked]));
  expect(await state()).toMatchObject([{ serviceId: SERVICE_ID, language: 'ca', isLate: false }]);
  expect((await own.send(await turn())).location).toContain(asked?.split('&')[0]);
  expect((await own.visit(TURNS)).location).toContain(asked?.split('&')[0]);

  // The first answer of the asked kiosk counts. Later answers of this kiosk and all answers of a sibling kiosk are ignored.
  const [request] = await state();
  const tickets = [1, 2].map((no) => make.issued(no, { serviceId: SERVICE_ID }));
  for (const { payload } of tickets) payload.followToken = followToken(randomBytes(FOLLOW_TOKEN_BYTES));
  const answerOf = (at: number) => ({
    requestId: request?.requestId,
    given: { ticketId: tickets[at]?.payload.ticketId, followToken: tickets[at]?.payload.followToken },
    notGiven: null,
  });
  const other = await centre.enrol(2, 'castell');
  await state([answerOf(1)], 9, other);
  await state([answerOf(0)]);
  await state([answerOf(1)]);
  expect((await own.visit(asked ?? '')).words).toContain('Demanem el número');
  await kiosk.send(tickets);
  expect((await own.visit(asked ?? '')).location).toBe(`/t/terrassa/${tickets[0]?.payload.followToken}`);

  // All phones of a network share a quota for each quarter of an hour, and each address has one for the day.
  const answers = new Map<string, number>();
  for (let no = 0; no < 4; no += 1) {
    const { location } = await phoneAt(centre).send(await turn());
    const kind = /said=[a-z-]+/.exec(location ?? '')?.[0] ?? 'asked';
    answers.set(kind, (answers.get(kind) ?? 0) + 1);
  }
  expect(answers.get('asked')).toBe(PER_QUARTER - 1);
  expect((await state()).length).toBe(PER_QUARTER - 1);
  centre.clock.ms += 16 * 60_000;
  expect((await state()).every(({ isLate }) => isLate)).toBe(true);
  for (let no = 0; no < 3; no += 1) await phoneAt(centre).send(await turn());
  centre.clock.ms += 16 * 60_000;
  await state();
  expect((await phoneAt(centre).send(await turn())).location).toContain('said=turn-too-many');
  // The page tells citizens before they ask that the kiosk has no numbers left.
  centre.clock.ms += 1_000;
  await state([], 0);
  const full = await stranger.visit(TURNS);
  expect(full.words).toContain('Ara no dona més números');
  // The office's page is gone while its kiosk is silent.
  centre.clock.ms += 101_000;
  expect((await stranger.visit(TURNS)).status).toBe(404);
});
