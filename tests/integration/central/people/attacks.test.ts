import { describe, expect, it } from 'vitest';
import { challengeKeyOf, challengeOf, newChallengeCookie } from '../../../../src-central/people/passkeys.ts';
import { SESSION_COOKIE } from '../../../../src-central/people/sessions.ts';
import { nextIn } from '../../../../src-central/people/staff-site.ts';
import { AUTHORIZATION } from '../../../../src-main/contract/centre/authorization.ts';
import { OPERATIONS, type Operation, pathOf } from '../../../../src-main/contract/centre/operations.ts';
import { newSigningKey } from '../../../../src-main/signing/keys.ts';
import { sharedPostgres } from '../../../support/postgres.ts';
import { newPerson, newVisitor, STAFF, STAFF_ORIGIN, signedIn, signInHere } from '../../../support/staff-visitor.ts';
import { OFFICE, startTestCentre, terrassa } from '../../../support/test-centre.ts';

const postgres = sharedPostgres();
const START_MS = Date.parse('2026-11-24T09:24:00Z');
const begin = async () => startTestCentre(await postgres.newDatabase(), { staff: STAFF });

describe('the two listeners', () => {
  it('answer an operation of staff at the staff listener only, by token and by cookie', async () => {
    const centre = await begin();
    const visitor = await signedIn(centre, 'Montserrat Prova');
    const cookie = [...visitor.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    for (const name of Object.keys(AUTHORIZATION) as (keyof typeof AUTHORIZATION)[]) {
      const { method, path, params }: Operation = OPERATIONS[name];
      const at = path.replace(/\{(\w+)\}/g, (_, key) => (key === 'cityId' ? terrassa : 'x'));
      expect(params.shape).toHaveProperty('cityId');
      for (const headers of [{ authorization: `Bearer ${centre.token}` }, { cookie, origin: STAFF_ORIGIN }])
        expect((await fetch(`${centre.url}${at}`, { method, headers })).status, `${name} ${method}`).toBe(404);
    }
    expect((await centre.order('listKiosks', {})).status).toBe(200);
  });

  it('answer kiosks, channels and phones at the public listener only', async () => {
    const centre = await begin();
    const kiosk = await centre.enrol(1);
    for (const [name, { credential, method }] of Object.entries<Operation>(OPERATIONS)) {
      if (credential === 'token') continue;
      const params = { cityId: terrassa, kioskId: kiosk.kioskId, officeId: OFFICE, reference: 'W-1', code: 'X' };
      const path = pathOf(name as keyof typeof OPERATIONS, params);
      expect((await fetch(`${centre.staffUrl}${path}`, { method })).status, name).toBe(404);
    }
    for (const path of ['/t/terrassa/AAAAAAAAAAAAAAAAAAAAAAAAAA', '/api', '/openapi.json', '/health/ready'])
      expect((await fetch(`${centre.staffUrl}${path}`)).status, path).toBe(404);
    expect((await fetch(`${centre.url}/sign-in`)).status).toBe(404);
  });

  it('answer nothing of staff under another host name', async () => {
    const centre = await begin();
    const port = new URL(centre.staffUrl).port;
    for (const path of ['/sign-in', pathOf('listKiosks', { cityId: terrassa })]) {
      const headers = { authorization: `Bearer ${centre.token}` };
      expect((await fetch(`http://127.0.0.1:${port}${path}`, { headers })).status).toBe(200);
      expect((await fetch(`http://localhost:${port}${path}`, { headers })).status).toBe(404);
    }
  });
});

describe('a session', () => {
  it('gets a new token at the sign-in, so that a cookie planted by an attacker opens nothing', async () => {
    const centre = await begin();
    const person = await newPerson(centre, 'Montserrat Prova');
    const attacker = await signedIn(centre, 'Atacant Prova', { role: 'viewer' });
    const planted = attacker.cookies.get(SESSION_COOKIE) ?? '';
    for (const value of [planted, `terrassa.${'A'.repeat(43)}`]) {
      const victim = newVisitor(centre);
      victim.cookies.set(SESSION_COOKIE, value);
      centre.clock.ms += 30_000;
      expect((await signInHere(victim, person)).status).toBe(303);
      expect(victim.cookies.get(SESSION_COOKIE)).not.toBe(value);
      const thief = newVisitor(centre);
      thief.cookies.set(SESSION_COOKIE, value);
      expect((await thief.order('whoAmI')).problem).toBe('bad-token');
    }
  });

  it('opens nothing with a stolen cookie after its sign-out, by page or by operation', async () => {
    const centre = await begin();
    for (const end of ['/sign-out', 'signOut', 'signOutEverywhere', '/sign-out-everywhere'] as const) {
      const visitor = await signedIn(centre, `Persona ${end}`);
      const thief = newVisitor(centre);
      for (const [name, value] of visitor.cookies) thief.cookies.set(name, value);
      expect((await thief.order('whoAmI')).status).toBe(200);
      if (end.startsWith('/')) expect((await visitor.post(end, {})).status).toBe(303);
      else expect((await visitor.order(end as 'signOut')).status).toBe(204);
      expect((await thief.order('whoAmI')).problem, end).toBe('bad-token');
      expect((await thief.get('/account')).location).toBe(`${STAFF_ORIGIN}/sign-in?next=%2Faccount`);
    }
  });

  it('is ended by its own person from another browser, one at a time, and by no other person', async () => {
    const centre = await begin();
    const person = await newPerson(centre, 'Montserrat Prova');
    const [here, there, stranger] = [newVisitor(centre), newVisitor(centre), await signedIn(centre, 'Pere Prova')];
    for (const browser of [here, there]) {
      centre.clock.ms += 30_000;
      await signInHere(browser, person);
    }
    const page = (await here.get('/account')).text;
    const ids = [...page.matchAll(/name="session" value="([\w-]{36})"/g)].map(([, id = '']) => id);
    // The list has no button for the current session, because signing out ends this session.
    expect(ids).toHaveLength(1);
    await stranger.post('/account/end-session', { session: ids[0] ?? '' });
    await here.post('/account/end-session', { session: 'no-session' });
    expect((await there.order('whoAmI')).status).toBe(200);
    await here.post('/account/end-session', { session: ids[0] ?? '' });
    expect((await there.order('whoAmI')).problem).toBe('bad-token');
    expect((await here.order('whoAmI')).status).toBe(200);
  });

  it('ends after half an hour without a request, and after twelve hours however it is used', async () => {
    const centre = await begin();
    const idle = await signedIn(centre, 'Montserrat Prova');
    const busy = await signedIn(centre, 'Pere Prova');
    for (let minutes = 0; minutes < 12 * 60 - 20; minutes += 20) {
      centre.clock.ms += 20 * 60_000;
      expect((await busy.order('whoAmI')).status).toBe(200);
      if (minutes === 0) expect((await idle.order('whoAmI')).status).toBe(200);
      if (minutes === 40) expect((await idle.order('whoAmI')).status).toBe(401);
    }
    centre.clock.ms += 20 * 60_000;
    expect((await busy.order('whoAmI')).status).toBe(401);
  });

  it('ends at every replica with the commit that withdraws its person', async () => {
    const url = await postgres.newDatabase();
    const [first, second] = [
      await startTestCentre(url, { staff: STAFF }),
      await startTestCentre(url, { staff: STAFF }),
    ];
    const administrator = await signedIn(first, 'Montserrat Prova');
    const leaver = await signedIn(first, 'Pere Prova');
    const there = newVisitor(second);
    for (const [name, value] of leaver.cookies) there.cookies.set(name, value);
    expect((await there.order('whoAmI')).status).toBe(200);
    const { body } = await administrator.order('listPeople');
    const { people } = body as { people: { name: string; personId: string; sessions: number }[] };
    const person = people.find(({ name }) => name === 'Pere Prova');
    expect(person?.sessions).toBe(1);
    const withdrawn = await administrator.order('withdrawPerson', { personId: person?.personId ?? '' });
    expect(withdrawn.status).toBe(204);
    expect((await there.order('whoAmI')).problem).toBe('bad-token');
    expect((await leaver.order('whoAmI')).problem).toBe('bad-token');
    // This change simulates a session that began while the person was being withdrawn, and so was not ended.
    await first.database.query('UPDATE staff_session SET ended_at = NULL');
    expect((await leaver.order('whoAmI')).problem).toBe('bad-token');
    expect((await administrator.order('whoAmI')).status).toBe(200);
  });

  it('is valid in its own city only', async () => {
    const centre = await begin();
    const visitor = await signedIn(centre, 'Montserrat Prova');
    expect((await visitor.order('listKiosks', { cityId: 'girona' })).problem).toBe('bad-token');
    const [, secret = ''] = (visitor.cookies.get(SESSION_COOKIE) ?? '').split('.');
    visitor.cookies.set(SESSION_COOKIE, `girona.${secret}`);
    expect((await visitor.order('listKiosks', { cityId: 'girona' })).problem).toBe('bad-token');
  });

  it('is stored as a hash: a copy of the database opens none', async () => {
    const centre = await begin();
    const visitor = await signedIn(centre, 'Montserrat Prova');
    const [, secret = 'none'] = (visitor.cookies.get(SESSION_COOKIE) ?? '').split('.');
    const rows = await centre.database.query('SELECT to_jsonb(staff_session) AS row FROM staff_session');
    expect(JSON.stringify(rows)).not.toContain(secret);
    const [{ hash = '' } = {}] = await centre.database.query<{ hash: string }>(
      'SELECT session_hash AS hash FROM staff_session',
    );
    visitor.cookies.set(SESSION_COOKIE, `terrassa.${hash}`);
    expect((await visitor.order('whoAmI')).problem).toBe('bad-token');
  });
});

describe('a page of another site', () => {
  const FOREIGN = [
    { origin: 'https://dolent.example' },
    { origin: 'null' },
    { origin: `${STAFF_ORIGIN}.dolent.example` },
    { origin: STAFF_ORIGIN, 'sec-fetch-site': 'cross-site' },
    { origin: STAFF_ORIGIN, 'sec-fetch-site': 'same-site' },
  ];

  it.each(FOREIGN)('makes a signed-in browser change nothing: %o', async (headers) => {
    const centre = await begin();
    const person = await newPerson(centre, 'Pere Prova');
    const visitor = await signedIn(centre, 'Montserrat Prova');
    const changed = await visitor.order('putChannel', { channelId: 'web' }, { name: 'Web' }, headers);
    expect([changed.status, changed.problem]).toEqual([403, 'foreign-origin']);
    expect((await visitor.post('/sign-out-everywhere', {}, headers)).status).toBe(403);
    const login = newVisitor(centre);
    const { name, password, code } = person;
    const fields = { city: terrassa, name, password, code: code() };
    expect((await login.post('/sign-in', fields, headers)).status).toBe(403);
    expect((await visitor.order('whoAmI')).status).toBe(200);
    const channels = await centre.database.query('SELECT 1 FROM channel WHERE city_id = $1', [terrassa]);
    expect(channels).toEqual([]);
  });

  it('cannot send an order without naming its origin, nor read with the cookie from another site', async () => {
    const centre = await begin();
    const visitor = await signedIn(centre, 'Montserrat Prova');
    const cookie = [...visitor.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const path = pathOf('putChannel', { cityId: terrassa, channelId: 'web' });
    const plain = { method: 'PUT', headers: { cookie, 'content-type': 'application/json' }, body: '{"name":"Web"}' };
    expect((await fetch(`${centre.staffUrl}${path}`, plain)).status).toBe(403);
    expect((await visitor.order('listAudit', {}, undefined, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  });

  it('cannot sign a person out by a link or a picture', async () => {
    const centre = await begin();
    const visitor = await signedIn(centre, 'Montserrat Prova');
    await visitor.get('/sign-out-everywhere');
    expect((await visitor.order('whoAmI')).status).toBe(200);
  });

  it('cannot frame a page, nor give it a script, on any answer of the staff listener', async () => {
    const centre = await begin();
    const visitor = await signedIn(centre, 'Montserrat Prova');
    for (const path of ['/sign-in', '/account', '/nothing', pathOf('listKiosks', { cityId: terrassa })]) {
      const { headers } = await visitor.get(path);
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy, path).toContain("default-src 'none'");
      expect(policy, path).toContain("frame-ancestors 'none'");
      expect(policy, path).not.toContain('unsafe');
      expect(headers.get('x-frame-options'), path).toBe('DENY');
      expect(headers.get('x-content-type-options'), path).toBe('nosniff');
    }
  });
});

describe('the challenge of a passkey', () => {
  it('is accepted only if this centre made it in the last five minutes', () => {
    const partyOf = () => ({ origin: STAFF_ORIGIN, challengeKey: challengeKeyOf(newSigningKey()) });
    const [own, other] = [partyOf(), partyOf()];
    const cookie = newChallengeCookie(own, START_MS);
    expect(challengeOf(cookie, own, START_MS)).toHaveLength(32);
    expect(challengeOf(cookie, own, START_MS + 300_000)).toBeNull();
    expect(challengeOf(cookie, own, START_MS - 1)).toBeNull();
    const [random = '', , mac = ''] = cookie.split('.');
    const ownMade = `${random}.${START_MS}`;
    for (const made of [
      ownMade,
      `${ownMade}.`,
      `${random}.${START_MS + 1}.${mac}`,
      `${'A'.repeat(43)}.${START_MS}.${mac}`,
    ])
      expect(challengeOf(made, own, START_MS + 2), made).toBeNull();
    expect(challengeOf(newChallengeCookie(other, START_MS), own, START_MS)).toBeNull();
    expect(challengeOf(null, own, START_MS)).toBeNull();
  });
});

describe('a city that a visitor has invented', () => {
  it('gets no row by a password or a passkey', async () => {
    const centre = await startTestCentre(await postgres.newDatabase(), { staff: { ...STAFF, cityId: null } });
    for (const city of ['inventada', 'imaginada']) {
      const fields = { city, name: 'Pere Prova', password: 'x', code: '000000' };
      expect((await newVisitor(centre).post('/sign-in', fields)).status).toBe(401);
      const body = JSON.stringify({ city, answer: null });
      const headers = { 'content-type': 'application/json', origin: STAFF_ORIGIN };
      const answer = await fetch(`${centre.staffUrl}/sign-in/passkey`, { method: 'POST', headers, body });
      expect(answer.status).toBe(401);
    }
    expect(await centre.database.query('SELECT city_id FROM rate_window')).toEqual([]);
  });

  it('does not replace the city of the settings', async () => {
    const centre = await begin();
    const person = await newPerson(centre, 'Montserrat Prova');
    const visitor = newVisitor(centre);
    expect((await signInHere(visitor, person, { city: 'inventada' })).status).toBe(303);
    expect((await visitor.get('/sign-in?city=inventada')).text).toContain('value="terrassa"');
  });
});

describe('the address to go on at', () => {
  const FOREIGN = [
    'https://dolent.example/',
    '//dolent.example',
    '/\\dolent.example',
    '\\\\dolent.example',
    '/\t/dolent.example',
    'javascript:alert(1)',
    'dolent.example',
    '',
    '/.//dolent.example',
    '/%09/dolent.example',
  ];

  it.each(FOREIGN)('stays at this site: %s', (next) => {
    expect(nextIn(next, 'https://torn.exemple.cat')).toMatch(/^https:\/\/torn\.exemple\.cat\//);
  });

  it('is where the sign-in leads, and an address of another site is replaced by the start page', async () => {
    const centre = await begin();
    const person = await newPerson(centre, 'Montserrat Prova');
    for (const [next, location] of [
      ['//dolent.example', `${STAFF_ORIGIN}/`],
      ['/kiosks/1?from=2', `${STAFF_ORIGIN}/kiosks/1?from=2`],
    ]) {
      expect((await signInHere(newVisitor(centre), person, { next: next ?? '' })).location).toBe(location);
      centre.clock.ms += 30_000;
    }
  });
});
