import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ATTEMPT_COOKIE, DirectoryFile } from '../../../../src-central/people/directory.ts';
import { SESSION_COOKIE } from '../../../../src-central/people/sessions.ts';
import { PersonInvitation } from '../../../../src-main/contract/centre/people.ts';
import { startForger, startIdentityProvider } from '../../../support/identity-provider.ts';
import { sharedPostgres } from '../../../support/postgres.ts';
import {
  newPerson,
  newVisitor,
  STAFF,
  STAFF_ORIGIN,
  signInHere,
  type Visitor,
} from '../../../support/staff-visitor.ts';
import { startTestCentre, type TestCentre, terrassa } from '../../../support/test-centre.ts';

const postgres = sharedPostgres();

interface AtProvider {
  issuer: string;
  clientId: string;
  clientSecret: string;
  follow(location: string): Promise<string>;
}

const GRANTS = [
  { claim: 'realm_access.roles', value: 'torn-admin', role: 'administrator', officeId: null },
  { claim: 'realm_access.roles', value: 'torn-dido', role: 'operator', officeId: 'oac-dido' },
  { claim: 'realm_access.roles', value: 'torn-centre', role: 'operator', officeId: 'oac-centre' },
  { claim: 'groups', value: '7d8a5f1e-0000-4000-8000-000000000001', role: 'technician', officeId: null },
  { claim: 'groups', value: 'torn-look', role: 'viewer', officeId: 'oac-dido' },
  { claim: 'groups', value: 'torn-admin', role: 'administrator', officeId: null },
  { claim: 'email', value: 'pere@exemple.cat', role: 'viewer', officeId: null },
];

async function begin({ issuer, clientId, clientSecret }: AtProvider, over: object = {}): Promise<TestCentre> {
  const file = DirectoryFile.parse({ issuer, clientId, grants: GRANTS, ...over });
  return startTestCentre(await postgres.newDatabase(), { staff: { ...STAFF, directory: { ...file, clientSecret } } });
}

/** Signs in at the provider as a browser does, and resolves to the last answer. */
async function signInAt(provider: AtProvider, visitor: Visitor, next = '/account') {
  const begun = await visitor.get(`/sign-in/directory?city=${terrassa}&next=${encodeURIComponent(next)}`);
  return visitor.get(await provider.follow(begun.location ?? ''));
}

describe('people of the city’s directory', () => {
  it.each([
    [
      'roles of Keycloak',
      ['realm_access', 'name'],
      { realm_access: { roles: ['x', 'torn-admin'] } },
      'administrator',
      null,
    ],
    [
      'a role of one office',
      ['realm_access', 'name'],
      { realm_access: { roles: ['torn-dido'] } },
      'operator',
      ['oac-dido'],
    ],
    [
      'one role at several offices, beside another that they cover',
      ['realm_access', 'groups'],
      { realm_access: { roles: ['torn-centre', 'torn-dido'] }, groups: 'torn-look' },
      'operator',
      ['oac-centre', 'oac-dido'],
    ],
    [
      'a role that covers another',
      ['realm_access'],
      { realm_access: { roles: ['torn-dido', 'torn-admin'] } },
      'administrator',
      null,
    ],
    ['group ids of Entra', ['groups'], { groups: ['7d8a5f1e-0000-4000-8000-000000000001'] }, 'technician', null],
    [
      'no groups, and a verified address',
      ['email', 'email_verified'],
      { email: 'pere@exemple.cat', email_verified: true },
      'viewer',
      null,
    ],
  ])('get the role that the table gives for %s', async (_, claims, person, role, officeIds) => {
    const provider = await startIdentityProvider(claims);
    const centre = await begin(provider);
    provider.person = { sub: 'u-1', name: 'Montserrat Prova', ...person };
    const visitor = newVisitor(centre);
    const done = await signInAt(provider, visitor);
    expect([done.status, done.location]).toEqual([303, `${STAFF_ORIGIN}/account`]);
    expect((await visitor.order('whoAmI')).body).toMatchObject({ role, officeIds, session: { lastAccess: null } });
    expect(visitor.cookies.has(ATTEMPT_COOKIE)).toBe(false);
  });

  it.each([
    ['no role of the table', { realm_access: { roles: ['offline_access'] } }, 'no-grant'],
    ['no claim at all', {}, 'no-grant'],
    ['an address that nobody verified', { email: 'pere@exemple.cat' }, 'no-grant'],
    [
      'two roles of which neither covers the other',
      { realm_access: { roles: ['torn-dido'] }, groups: ['7d8a5f1e-0000-4000-8000-000000000001'] },
      'several-grants',
    ],
  ])('are refused with %s, without a reason', async (_, person, result) => {
    const provider = await startIdentityProvider(['realm_access', 'groups', 'email', 'email_verified']);
    const centre = await begin(provider);
    provider.person = { sub: 'u-1', ...person };
    const visitor = newVisitor(centre);
    const done = await signInAt(provider, visitor);
    expect([done.status, visitor.cookies.has(SESSION_COOKIE)]).toEqual([401, false]);
    expect(done.text).toContain('no dona accés');
    const rows = await centre.database.query(`SELECT result FROM audit WHERE what = 'signIn'`);
    expect(rows).toEqual([{ result }]);
    expect(await centre.database.query('SELECT 1 FROM person')).toEqual([]);
  });

  it('get the role of the newest sign-in in every session, and cannot sign in once withdrawn at the centre', async () => {
    const provider = await startIdentityProvider(['realm_access', 'name']);
    const centre = await begin(provider);
    const as = (role: string) => ({ sub: 'u-1', name: 'Pere Prova', realm_access: { roles: [role] } });
    provider.person = as('torn-dido');
    const first = newVisitor(centre);
    await signInAt(provider, first);
    provider.person = as('torn-admin');
    const second = newVisitor(centre);
    await signInAt(provider, second);
    for (const visitor of [first, second])
      expect((await visitor.order('whoAmI')).body).toMatchObject({ name: 'Pere Prova', role: 'administrator' });
    const { body } = await second.order('listPeople');
    const [person] = (body as { people: { personId: string; account: string }[] }).people;
    expect(person?.account).toBe('directory');
    expect((await centre.order('withdrawPerson', { personId: person?.personId ?? '' })).status).toBe(204);
    expect((await first.order('whoAmI')).status).toBe(401);
    expect((await signInAt(provider, first)).status).toBe(401);
  });

  it('cannot sign in while the provider is down; the emergency account can, and its use raises an alarm', async () => {
    const provider = await startIdentityProvider(['realm_access']);
    const centre = await begin(provider);
    const local = await newPerson(centre, 'Pere Prova');
    const emergency = await newPerson(centre, 'Guàrdia', { account: 'emergency' });
    await provider.stop();
    const down = await newVisitor(centre).get('/sign-in/directory?lang=en');
    expect(down.status).toBe(503);
    expect(down.text).toContain('emergency account');
    expect((await signInHere(newVisitor(centre), local)).status).toBe(401);
    expect((await signInHere(newVisitor(centre), emergency)).status).toBe(303);
    const { body } = await centre.order('listAlarms', {});
    expect((body as { alarms: { kind: string; detail: string }[] }).alarms).toMatchObject([
      { kind: 'emergency-sign-in', detail: emergency.personId },
    ]);
  });
});

describe('a name', () => {
  it('has no invisible characters and no tags, from the provider or by invitation', async () => {
    const forger = await startForger();
    const centre = await begin(forger);
    forger.forge = { idToken: { name: ' Mont\u200Bserrat\u202E <b>Prova\n ', preferred_username: 'mprova' } };
    const visitor = newVisitor(centre);
    await signInAt(forger, visitor);
    expect((await visitor.order('whoAmI')).body).toMatchObject({ name: 'Montserrat bProva' });
    forger.forge = { idToken: { name: '\u200B\u2060', preferred_username: ' ' } };
    await signInAt(forger, visitor);
    expect((await visitor.order('whoAmI')).body).toMatchObject({ name: 'u-1' });
    const invited = (name: string) =>
      PersonInvitation.safeParse({ name, role: 'viewer', officeIds: null, account: 'local' }).success;
    expect(['Pere Prova', 'Pere\u200B Prova', 'Pere\u00AD Prova', 'Pere\u0007'].map(invited)).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });
});

describe('the city of a sign-in at the provider', () => {
  const OTHER_CITY = `INSERT INTO person (city_id, person_id, name, name_key, role, account, invited_at, invited_by)
    VALUES ('girona', gen_random_uuid(), 'Anna', 'anna', 'viewer', 'local', now(), '')`;
  const sessions = (centre: TestCentre) => centre.database.query('SELECT city_id AS "cityId" FROM staff_session');

  it('is the city of the settings, whatever the address asks for', async () => {
    const forger = await startForger();
    const centre = await begin(forger);
    await centre.database.query(OTHER_CITY);
    const visitor = newVisitor(centre);
    const begun = await visitor.get('/sign-in/directory?city=girona');
    expect((await visitor.get(await forger.follow(begun.location ?? ''))).status).toBe(303);
    expect(await sessions(centre)).toEqual([{ cityId: terrassa }]);
  });

  it('is not taken from a cookie that the browser has forged', async () => {
    const forger = await startForger();
    const centre = await begin(forger);
    await centre.database.query(OTHER_CITY);
    const attempt = { cityId: 'girona', next: '/', atMs: centre.clock.ms };
    const cookie = `${'A'.repeat(43)}.${Buffer.from(JSON.stringify(attempt)).toString('base64url')}`;
    const secret = (name: string): string => createHmac('sha256', cookie).update(`torn ${name}`).digest('base64url');
    const visitor = newVisitor(centre);
    visitor.cookies.set(ATTEMPT_COOKIE, cookie);
    const challenge = createHash('sha256').update(secret('verifier')).digest('base64url');
    const asked = { nonce: secret('nonce'), state: secret('state'), code_challenge: challenge };
    const back = await forger.follow(`${forger.issuer}/auth?${new URLSearchParams(asked)}`);
    expect((await visitor.get(back)).status).toBe(401);
    expect(forger.exchanged).toHaveLength(1);
    expect(await sessions(centre)).toEqual([]);
  });

  it('must be set for a provider', async () => {
    const database = await postgres.newDatabase();
    const file = DirectoryFile.parse({ issuer: 'https://login.exemple.cat', clientId: 'torn', grants: GRANTS });
    const staff = { ...STAFF, cityId: null, directory: { ...file, clientSecret: 'x' } };
    await expect(startTestCentre(database, { staff })).rejects.toThrow('needs its city');
  });
});

describe('an answer of the provider', () => {
  it('is taken when everything fits', async () => {
    const forger = await startForger();
    const centre = await begin(forger);
    expect((await signInAt(forger, newVisitor(centre))).status).toBe(303);
  });

  it.each([
    ['an id token of another audience', { idToken: { aud: 'another-client' } }],
    ['an id token of several audiences for another party', { idToken: { aud: ['torn', 'x'], azp: 'x' } }],
    ['an id token of another issuer', { idToken: { iss: 'https://another.example' } }],
    ['an answer of a mixed-up issuer', { back: { iss: 'https://another.example' } }],
    ['an id token of another sign-in', { idToken: { nonce: 'another' } }],
    ['an id token whose time is over', { idToken: { exp: 1_600_000_000 } }],
    ['an id token that another key has signed', { unsigned: true }],
    ['a state of nobody', { back: { state: 'another' } }],
    ['an error', { back: { error: 'access_denied' } }],
  ])('is refused with %s', async (_, forge) => {
    const forger = await startForger();
    const centre = await begin(forger);
    forger.forge = forge;
    const visitor = newVisitor(centre);
    const done = await signInAt(forger, visitor);
    expect([done.status, visitor.cookies.has(SESSION_COOKIE)]).toEqual([401, false]);
    expect(await centre.database.query('SELECT 1 FROM staff_session')).toEqual([]);
  });

  it('is refused in a browser that did not begin the sign-in, and a second time', async () => {
    const forger = await startForger();
    const centre = await begin(forger);
    const [attacker, victim] = [newVisitor(centre), newVisitor(centre)];
    const begun = await attacker.get('/sign-in/directory');
    const back = await forger.follow(begun.location ?? '');
    // The victim's browser has begun no sign-in, or a different one.
    expect((await victim.get(back)).status).toBe(401);
    await victim.get('/sign-in/directory');
    expect((await victim.get(back)).status).toBe(401);
    expect(forger.exchanged).toEqual([]);
    const cookie = attacker.cookies.get(ATTEMPT_COOKIE) ?? '';
    expect((await attacker.get(back)).status).toBe(303);
    attacker.cookies.clear();
    attacker.cookies.set(ATTEMPT_COOKIE, cookie);
    expect((await attacker.get(back)).status).toBe(401);
    expect(forger.exchanged).toHaveLength(1);
  });

  it('is refused ten minutes after the sign-in began, and with a cookie that was changed', async () => {
    const forger = await startForger();
    const centre = await begin(forger);
    const visitor = newVisitor(centre);
    const late = await visitor.get('/sign-in/directory');
    centre.clock.ms += 600_000;
    expect((await visitor.get(await forger.follow(late.location ?? ''))).status).toBe(401);
    const begun = await visitor.get('/sign-in/directory');
    const [secret = '', text = ''] = (visitor.cookies.get(ATTEMPT_COOKIE) ?? '').split('.');
    const changed = { ...JSON.parse(Buffer.from(text, 'base64url').toString()), cityId: 'girona' };
    visitor.cookies.set(ATTEMPT_COOKIE, `${secret}.${Buffer.from(JSON.stringify(changed)).toString('base64url')}`);
    expect((await visitor.get(await forger.follow(begun.location ?? ''))).status).toBe(401);
  });

  it('is counted by its address before the provider is asked', async () => {
    const forger = await startForger();
    const centre = await begin(forger);
    await centre.database.query(
      `INSERT INTO rate_window (city_id, action, subject, began_at, count)
        VALUES ($1, 'sign-in-unnamed', '127.0.0.1', $2::timestamptz, 100)`,
      [terrassa, new Date(centre.clock.ms - 1).toISOString()],
    );
    const slowed = await signInAt(forger, newVisitor(centre));
    expect([slowed.status, slowed.headers.get('retry-after')]).toEqual([429, '600']);
    expect(forger.exchanged).toEqual([]);
  });

  it('leads on within this site only', async () => {
    const forger = await startForger();
    const centre = await begin(forger);
    const done = await signInAt(forger, newVisitor(centre), '//dolent.example/');
    expect(done.location).toBe(`${STAFF_ORIGIN}/`);
  });
});
