import { generateSync, ScureBase32Plugin } from 'otplib';
import { describe, expect, it } from 'vitest';
import type { Database } from '../../../../src-central/database/database.ts';
import { DEVICE_COOKIE } from '../../../../src-central/people/known-devices.ts';
import { stepOfCode } from '../../../../src-central/people/one-time-code.ts';
import { hashPassword } from '../../../../src-central/people/password.ts';
import { PEOPLE, withdrawNamed } from '../../../../src-central/people/people.ts';
import { SESSION_COOKIE, SESSION_TERMS } from '../../../../src-central/people/sessions.ts';
import { signInByPassword } from '../../../../src-central/people/sign-in.ts';
import { createAuditing } from '../../../../src-central/server/auditing.ts';
import { sharedPostgres } from '../../../support/postgres.ts';
import {
  acceptHere,
  inviteHere,
  keyIn,
  newPerson,
  newVisitor,
  PASSWORD,
  STAFF,
  STAFF_ORIGIN,
  seedIn,
  signedIn,
  signInHere,
} from '../../../support/staff-visitor.ts';
import { startTestCentre, type TestCentre, terrassa } from '../../../support/test-centre.ts';

const postgres = sharedPostgres();
const begin = async () => startTestCentre(await postgres.newDatabase(), { staff: STAFF });

const contextOf = ({ database, clock }: TestCentre, over: Database) => ({
  database: over,
  terms: SESSION_TERMS,
  accounts: ['local'] as const,
  auditing: createAuditing({ database, clock: { nowMs: () => clock.ms } }),
});

describe('an invited person', () => {
  it('sets a password and a second factor by the link, signs in by the form, and acts by the cookie', async () => {
    const centre = await begin();
    const person = await newPerson(centre, 'Montserrat Prova');
    const visitor = newVisitor(centre);
    const signed = await signInHere(visitor, person, { next: '/account' });
    expect([signed.status, signed.location]).toEqual([303, `${STAFF_ORIGIN}/account`]);
    expect(signed.headers.getSetCookie().at(0)).toMatch(
      /^__Host-torn=terrassa\.[\w-]{43}; Path=\/; Secure; HttpOnly; SameSite=Lax$/,
    );
    const me = await visitor.order('whoAmI');
    expect(me.body).toMatchObject({ name: 'Montserrat Prova', role: 'administrator', officeIds: null });
    expect((await visitor.order('listKiosks')).status).toBe(200);
    expect((await visitor.order('putChannel', { channelId: 'web' }, { name: 'Web' })).status).toBe(204);
    const [audited] = await centre.database.query(
      `SELECT token_name AS name, role, result FROM audit WHERE city_id = $1 AND what = 'putChannel'`,
      [terrassa],
    );
    expect(audited).toEqual({ name: 'Montserrat Prova', role: 'administrator', result: 'done' });
  });

  it('can use the link once, within a day, and only the newest link', async () => {
    const centre = await begin();
    const first = await inviteHere(centre, 'Pere Prova');
    const second = await inviteHere(centre, 'Pere Prova');
    const visitor = newVisitor(centre);
    expect((await visitor.get(first)).status).toBe(404);
    expect((await visitor.get(second)).status).toBe(200);
    centre.clock.ms += 86_400_000;
    expect((await visitor.get(second)).status).toBe(404);
    const third = await inviteHere(centre, 'Pere Prova');
    await acceptHere(centre, third, 'Pere Prova');
    expect((await visitor.get(third)).status).toBe(404);
    expect((await visitor.post(third, { password: PASSWORD, again: PASSWORD, code: '000000' })).status).toBe(404);
    await expect(inviteHere(centre, 'pere  PROVA')).rejects.toThrow('name-taken');
  });

  it('gets a second factor that other visitors of the link do not see, and keeps it after an error', async () => {
    const centre = await begin();
    const path = await inviteHere(centre, 'Pere Prova');
    const [own, onlooker] = [newVisitor(centre), newVisitor(centre)];
    const shown = await own.get(`${path}?lang=en`);
    const seen = await onlooker.get(`${path}?lang=en`);
    expect(keyIn(seen.text)).not.toBe(keyIn(shown.text));
    const seed = seedIn(shown.text);
    const fields = { seed, password: PASSWORD, again: PASSWORD, code: '000000' };
    const again = await own.post(`${path}?lang=en`, fields);
    expect([again.status, keyIn(again.text)]).toEqual([422, keyIn(shown.text)]);
    const codeOf = (key: string) => generateSync({ secret: key, epoch: Math.floor(centre.clock.ms / 1_000) });
    for (const refused of [{ code: codeOf(keyIn(seen.text)) }, { seed: '', code: codeOf(keyIn(shown.text)) }])
      expect((await own.post(path, { ...fields, ...refused })).status).toBe(422);
    expect((await own.post(path, { ...fields, code: codeOf(keyIn(shown.text)) })).status).toBe(303);
  });

  it.each([
    [{ password: 'curta' }, 'too short'],
    [{ password: 'Pere Prova Pere' }, 'too easy'],
    [{ again: 'another one entirely' }, 'not the same'],
    [{ code: '000000' }, 'not right'],
  ])('gets a message that says what is wrong with %o', async (over, said) => {
    const centre = await begin();
    const path = await inviteHere(centre, 'Pere Prova');
    const fields: Record<string, string> = { password: PASSWORD, code: '000000', ...over };
    const shown = await newVisitor(centre).post(`${path}?lang=en`, { again: fields.password ?? '', ...fields });
    expect(shown.status).toBe(422);
    expect(shown.text).toContain(said);
  });
});

describe('a sign-in', () => {
  it('shows when and from where the person signed in before', async () => {
    const centre = await begin();
    const person = await newPerson(centre, 'Montserrat Prova');
    const first = newVisitor(centre);
    expect((await signInHere(first, person)).status).toBe(303);
    expect((await first.get('/account?lang=en')).text).not.toContain('Your last sign-in was on');
    centre.clock.ms += 60_000;
    const second = newVisitor(centre);
    expect((await signInHere(second, person)).status).toBe(303);
    const shown = /Your last sign-in was on (.+?), from (.+?)\./.exec((await second.get('/account?lang=en')).text);
    expect(shown?.slice(1)).toEqual([expect.stringMatching(/\d/), expect.stringMatching(/\d/)]);
  });

  it('is refused with one answer for a wrong name, a wrong password and a wrong code', async () => {
    const centre = await begin();
    const person = await newPerson(centre, 'Montserrat Prova');
    const wrong = [{ name: 'Ningú Prova' }, { password: 'cavall verd que corre' }, { code: '000000' }];
    const answers = await Promise.all(
      wrong.map(async (fields) => {
        const visitor = newVisitor(centre);
        const { status, text } = await signInHere(visitor, person, fields);
        return { status, text, hasSession: visitor.cookies.has(SESSION_COOKIE) };
      }),
    );
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toMatchObject({ status: 401, hasSession: false });
    const visitor = newVisitor(centre);
    expect((await signInHere(visitor, person)).status).toBe(303);
    const { body } = await visitor.order('whoAmI');
    expect(body).toMatchObject({ session: { refusedSince: 2 } });
    expect((await visitor.get('/account?lang=en')).text).toContain('2 tries to sign in with your name were refused');
    const rows = await centre.database.query(
      `SELECT token_name AS name, result, sum(times)::int AS times FROM audit
        WHERE city_id = $1 AND what = 'signIn' GROUP BY 1, 2 ORDER BY 2, 1`,
      [terrassa],
    );
    expect(rows).toEqual([
      { name: 'Montserrat Prova', result: 'done', times: 1 },
      { name: 'Montserrat Prova', result: 'refused', times: 2 },
      { name: null, result: 'refused', times: 1 },
    ]);
  });

  it('takes a code once: the same code again is refused', async () => {
    const centre = await begin();
    const person = await newPerson(centre, 'Montserrat Prova');
    expect((await signInHere(newVisitor(centre), person)).status).toBe(303);
    expect((await signInHere(newVisitor(centre), person)).status).toBe(401);
    centre.clock.ms += 30_000;
    const both = [newVisitor(centre), newVisitor(centre)].map((visitor) => signInHere(visitor, person));
    expect((await Promise.all(both)).map(({ status }) => status).toSorted()).toEqual([303, 401]);
  });

  it('is refused without a fault while the clock is behind the last used code', async () => {
    const secret = Buffer.alloc(20, 7);
    const nowMs = Date.parse('2026-11-24T09:24:00Z');
    const key = new ScureBase32Plugin().encode(new Uint8Array(secret), { padding: false });
    const code = generateSync({ secret: key, epoch: nowMs / 1_000 });
    const step = nowMs / 30_000;
    expect(stepOfCode(code, secret, nowMs, step - 1)).toBe(step);
    for (const later of [0, 1, 2, 3, 100]) expect(stepOfCode(code, secret, nowMs, step + later)).toBeNull();
  });

  it('is slowed after ten tries under one name from one address, also for a name that does not exist', async () => {
    const centre = await begin();
    const fields = { city: terrassa, name: 'Ningú Prova', password: 'x', code: '000000' };
    for (let no = 1; no <= 10; no += 1) expect((await newVisitor(centre).post('/sign-in', fields)).status).toBe(401);
    const slowed = await newVisitor(centre).post('/sign-in?lang=en', fields);
    expect([slowed.status, slowed.headers.get('retry-after')]).toEqual([429, '600']);
    expect(slowed.text).toContain('Wait a few minutes');
    const counted = await centre.database.query(
      `SELECT action, count FROM rate_window WHERE action LIKE 'sign-in-%' ORDER BY 1`,
    );
    expect(counted).toMatchObject([{ count: 11 }, { count: 10 }, { count: 11 }]);
    centre.clock.ms += 600_000;
    expect((await newVisitor(centre).post('/sign-in', fields)).status).toBe(401);
  });

  it('is not blocked by strangers on a device that the person has used, nor with a passkey; the device has its own count', async () => {
    const centre = await begin();
    const [person, other] = [await newPerson(centre, 'Montserrat Prova'), await newPerson(centre, 'Jordi Prova')];
    const own = newVisitor(centre);
    expect((await signInHere(own, person)).status).toBe(303);
    const device = own.cookies.get(DEVICE_COOKIE) ?? '';
    const onDevice = () => {
      const visitor = newVisitor(centre);
      visitor.cookies.set(DEVICE_COOKIE, device);
      return visitor;
    };
    const guess = { city: terrassa, name: person.name, password: 'x', code: '000000' };
    await newVisitor(centre).post('/sign-in', guess);
    const fill = (action: string) =>
      centre.database.query('UPDATE rate_window SET count = 1000 WHERE action LIKE $1', [action]);
    await fill('sign-in-%');
    centre.clock.ms += 30_000;
    expect((await signInHere(newVisitor(centre), person)).status).toBe(429);
    expect((await signInHere(onDevice(), other)).status).toBe(429);
    const passkey = await newVisitor(centre).post('/sign-in/passkey', {}, { 'content-type': 'application/json' });
    expect(passkey.status).toBe(401);
    expect((await signInHere(onDevice(), person)).status).toBe(303);
    expect(await centre.database.query('SELECT 1 FROM known_device WHERE device_hash = $1', [device])).toEqual([]);
    expect((await onDevice().post('/sign-in', guess)).status).toBe(401);
    await fill('sign-in-device');
    expect((await onDevice().post('/sign-in', guess)).status).toBe(429);
    for (const { name } of [person, other])
      await withdrawNamed(centre.database, terrassa, name, 'command line: prova', centre.clock.ms);
    expect(await centre.database.query('SELECT 1 FROM known_device')).toEqual([]);
  });
});

describe('a sign-in at a busy replica', () => {
  it('is put off when the queue has filled since the sign-in arrived', async () => {
    const centre = await begin();
    const { database, clock } = centre;
    let hashed: Promise<unknown> = Promise.resolve();
    const filling: Database = {
      ...database,
      async query(sql, parameters) {
        const rows = await database.query<never>(sql, parameters);
        if (sql === PEOPLE.byName) hashed = Promise.all(Array.from({ length: 22 }, () => hashPassword('x')));
        return rows;
      },
    };
    const typed = { cityId: terrassa, name: 'Pere Prova', password: 'x', oneTimeCode: '000000', nowMs: clock.ms };
    const from = { remoteAddress: '127.0.0.1', address: '127.0.0.1', cookies: undefined };
    const done = await signInByPassword(contextOf(centre, filling), { ...typed, ...from });
    expect(done).toEqual({ ok: false, error: { kind: 'too-many-tries', retryAfterS: 30 } });
    await hashed;
  });
});

describe('a password', () => {
  it('opens nothing when it is changed while it is checked', async () => {
    const centre = await begin();
    const { name, password, code, personId } = await newPerson(centre, 'Montserrat Prova');
    const { database, clock } = centre;
    const changed: Database = {
      ...database,
      query: (sql, parameters) => database.query(sql, parameters),
      async transaction(work) {
        const set = 'UPDATE person SET password_hash = $2 WHERE person_id = $1::uuid';
        await database.query(set, [personId, (await hashPassword('una altra contrasenya')).hash]);
        return database.transaction(work);
      },
    };
    const typed = { cityId: terrassa, name, password, oneTimeCode: code(), nowMs: clock.ms };
    const from = { remoteAddress: '127.0.0.1', address: '127.0.0.1', cookies: undefined };
    const signed = (over: Database) => signInByPassword(contextOf(centre, over), { ...typed, ...from });
    expect(await signed(changed)).toMatchObject({ ok: false });
    expect(await database.query('SELECT 1 FROM staff_session')).toEqual([]);
  });
});

describe('a person with a session', () => {
  it('chooses a new password and new codes with the old ones only, and every session ends then', async () => {
    const centre = await startTestCentre(await postgres.newDatabase(), { staff: STAFF });
    const person = await newPerson(centre, 'Montserrat Prova');
    const [own, other] = [newVisitor(centre), newVisitor(centre)];
    for (const visitor of [own, other]) {
      expect((await signInHere(visitor, person)).status).toBe(303);
      centre.clock.ms += 30_000;
    }
    const refused = await own.post('/account/renew', { password: 'x', code: person.code() });
    expect(refused.location).toBe(`${STAFF_ORIGIN}/account?refused`);
    const renewed = await own.post('/account/renew', { password: person.password, code: person.code() });
    expect(renewed.location).toContain('/invitations/terrassa/');
    const again = await acceptHere(centre, (renewed.location ?? '').slice(STAFF_ORIGIN.length), person.name);
    expect((await other.order('whoAmI')).status).toBe(401);
    expect((await signInHere(newVisitor(centre), person)).status).toBe(401);
    expect((await signInHere(newVisitor(centre), again)).status).toBe(303);
  });

  it('adds a passkey only soon after the sign-in: a stolen session adds none', async () => {
    const centre = await startTestCentre(await postgres.newDatabase(), { staff: STAFF });
    const visitor = await signedIn(centre, 'Montserrat Prova');
    const add = async () => (await visitor.post('/passkeys', {}, { 'content-type': 'application/json' })).status;
    expect(await add()).toBe(422);
    centre.clock.ms += 600_000;
    expect(await add()).toBe(403);
  });
});
