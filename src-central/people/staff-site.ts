import { z } from 'zod';
import { WORKING_LANGUAGES, type WorkingLanguage } from '../../config/languages.ts';
import type { PeopleSentence } from '../../config/locales/people-words.ts';
import type { Account } from '../../src-main/contract/centre/people.ts';
import { CityId } from '../../src-main/contract/shared/ids.ts';
import { refuse } from '../../src-main/domain/result.ts';
import { recordAudit } from '../administration/audit.ts';
import { addressSubject } from '../enrolment/address-subject.ts';
import { ATTEMPT_LIVES_S } from '../identification/provider.ts';
import type { Centre } from '../replica-context.ts';
import type { Auditing } from '../server/auditing.ts';
import type { TokenCaller } from '../server/operation.ts';
import type { CentreServer } from '../server/server.ts';
import { checkOrigin } from '../server/staff-gate.ts';
import type { Page, Visit } from '../server/visits.ts';
import { ATTEMPT_COOKIE, CALLBACK_PATH, type Directory } from './directory.ts';
import { signInFromDirectory } from './directory-sign-in.ts';
import { acceptInvitation, findInvitation, invitationLink, makeInvitation } from './invitations.ts';
import { rememberDevice } from './known-devices.ts';
import { addressOfSecret, isSeed, newSeed, sayableSecret, secretOf } from './one-time-code.ts';
import { accountPage, invitationPage, type Reader, saidPage, sayIn, signInPage } from './page.ts';
import {
  addPasskey,
  CHALLENGE_COOKIE,
  CHALLENGE_LIVES_S,
  creationOptions,
  newChallengeCookie,
  PASSKEYS,
  requestOptions,
  signInByPasskey,
} from './passkeys.ts';
import { accountOf, endEverySession, PEOPLE } from './people.ts';
import { PEOPLE_SCRIPT } from './script.ts';
import {
  COOKIE_ATTRIBUTES,
  cookieIn,
  describeSession,
  endSession,
  endSessionById,
  findSession,
  noCookie,
  SESSION_COOKIE,
  type SessionTerms,
  sessionCookie,
  sessionIn,
  sessionsOf,
} from './sessions.ts';
import { countUnnamed, signInByPassword } from './sign-in.ts';
import { PEOPLE_STYLE } from './style.ts';

export interface StaffSite {
  centre: Centre;
  origin: string;
  /** The key that proves that this centre made a passkey's challenge. */
  challengeKey: Buffer;
  /** The city whose people sign in here. `null`: people type their city. */
  cityId: CityId | null;
  terms: SessionTerms;
  auditing: Auditing;
  /** `null`: the city's people have only local accounts. */
  directory: Directory | null;
}

const FORM_BYTES = 8_192;
const ZONE = 'Europe/Madrid';

const html = (status: number, text: string, headers: Page['headers'] = {}): Page => ({
  status,
  mediaType: 'text/html; charset=utf-8',
  text,
  headers: { 'cache-control': 'no-store', ...headers },
});

const seeOther = (location: string, headers: Page['headers'] = {}): Page => html(303, '', { location, ...headers });

/**
 * Returns the address to which a person goes after the sign-in. It must be on this site: otherwise a link to the sign-in could lead a
 * person who has just typed a password to another site.
 */
export function nextIn(text: string | null, origin: string): string {
  if (text === null || !text.startsWith('/') || !URL.canParse(text, origin)) return `${origin}/`;
  const url = new URL(text, origin);
  return url.origin === origin ? url.href : `${origin}/`;
}

function readerOf(visit: Visit, path: string): Reader {
  const chosen = cookieIn(visit.headers.cookie, LANGUAGE_COOKIE);
  const asked = [visit.query.get('lang'), chosen, ...String(visit.headers['accept-language'] ?? '').split(',')];
  const tags = asked.map((tag) => (tag ?? '').trim().slice(0, 2).toLowerCase());
  const known = (tag: string): WorkingLanguage[] => WORKING_LANGUAGES.filter((one) => one === tag);
  const query = new URLSearchParams(visit.query);
  query.delete('lang');
  return { language: tags.flatMap(known)[0] ?? 'ca', here: query.size > 0 ? `${path}?${query}` : path };
}

const isJson = ({ headers }: Visit): boolean => /^application\/json\b/i.test(headers['content-type'] ?? '');

const Fields = z.record(z.string(), z.string());

function jsonIn({ body }: Visit): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return null;
  }
}

const fieldsOf = (visit: Visit): Readonly<Record<string, string | undefined>> =>
  isJson(visit)
    ? (Fields.safeParse(jsonIn(visit)).data ?? {})
    : Object.fromEntries(new URLSearchParams(visit.body.toString('utf8')));

/** Returns the member of staff whose session the request's cookie names; `null` without a valid session. */
export async function personOf({ centre, terms }: StaffSite, visit: Visit): Promise<TokenCaller | null> {
  const { cookie } = visit.headers;
  const cityId = sessionIn(cookie)?.cityId;
  if (cityId === undefined) return null;
  const entry = { cookie, cityId, address: addressSubject(visit.remoteAddress), nowMs: centre.clock.nowMs() };
  return findSession(centre.database, entry, terms);
}

const LANGUAGE_COOKIE = '__Host-torn-language';
const YEAR_S = 31_536_000;

function rememberLanguage(visit: Visit, page: Page): Page {
  const chosen = WORKING_LANGUAGES.find((one) => one === visit.query.get('lang'));
  if (chosen === undefined) return page;
  const cookie = `${LANGUAGE_COOKIE}=${chosen}; ${COOKIE_ATTRIBUTES}; Max-Age=${YEAR_S}`;
  return { ...page, headers: { ...page.headers, 'set-cookie': [cookie, page.headers?.['set-cookie'] ?? []].flat() } };
}

export function registerStaffSite(server: CentreServer, site: StaffSite): void {
  const { origin } = site;
  const page = (path: string, answer: (visit: Visit) => Promise<Page>): void =>
    server.registerVisits(
      path,
      async (visit) => {
        const checked = visit.method === 'POST' ? checkOrigin(origin, 'POST', visit.headers) : null;
        const isForeign = checked !== null && !checked.ok;
        if (isForeign) return html(403, saidPage(readerOf(visit, '/sign-in'), 'foreign'));
        return rememberLanguage(visit, await answer(visit));
      },
      () => html(503, saidPage({ language: 'ca', here: '/sign-in' }, 'closed'), { 'retry-after': '30' }),
      FORM_BYTES,
    );
  server.registerPage('/people.css', async () => ({
    status: 200,
    mediaType: 'text/css; charset=utf-8',
    text: PEOPLE_STYLE,
    headers: { 'cache-control': 'max-age=3600' },
  }));
  page('/sign-in', async (visit) => (visit.method === 'POST' ? signIn(site, visit) : showSignIn(site, visit)));
  server.registerPage('/people.js', async () => ({
    status: 200,
    mediaType: 'text/javascript; charset=utf-8',
    text: PEOPLE_SCRIPT,
    headers: { 'cache-control': 'max-age=3600' },
  }));
  page('/sign-in/passkey/options', (visit) => passkeyOptions(site, visit, false));
  page('/sign-in/passkey', (visit) => signInWithPasskey(site, visit));
  page('/passkeys/options', (visit) => passkeyOptions(site, visit, true));
  page('/passkeys', (visit) => makePasskey(site, visit));
  page('/passkeys/remove', (visit) => removePasskeys(site, visit));
  page('/sign-in/directory', (visit) => toDirectory(site, visit));
  page(CALLBACK_PATH, (visit) => fromDirectory(site, visit));
  page('/invitations/:cityId/:code', (visit) => invitation(site, visit));
  page('/session', (visit) => session(site, visit));
  page('/account', (visit) => showAccount(site, visit));
  page('/account/end-session', (visit) => endOneSession(site, visit));
  page('/account/renew', (visit) => renew(site, visit));
  page('/sign-out', (visit) => signOut(site, visit, false));
  page('/sign-out-everywhere', (visit) => signOut(site, visit, true));
}

/** Leads from `/` to the person's own account, for a centre that serves no staff pages besides the sign-in pages. */
export function registerEntrance(server: CentreServer, { origin }: StaffSite): void {
  server.registerVisits(
    '/',
    async () => seeOther(`${origin}/account`),
    () => seeOther(`${origin}/account`),
  );
}

function showSignIn(
  site: StaffSite,
  visit: Visit,
  {
    said = null,
    status = 200,
    ...asked
  }: { said?: PeopleSentence | null; status?: number; city?: string | undefined; next?: string | undefined } = {},
): Page {
  const reader = readerOf(visit, '/sign-in');
  const city = CityId.safeParse(asked.city ?? visit.query.get('city'));
  const isSignedOut = visit.query.has('out');
  const sentence = said ?? (isSignedOut ? 'signIn.signedOut' : visit.query.has('accepted') ? 'invitation.done' : null);
  const next = new URL(nextIn(asked.next ?? visit.query.get('next'), site.origin));
  const parts = {
    ...reader,
    cityId: site.cityId ?? city.data ?? null,
    next: `${next.pathname}${next.search}${next.hash}`,
    said: sentence && sayIn(reader.language)(sentence),
    hasDirectory: site.directory !== null,
  };
  return html(status, signInPage(parts));
}

async function signIn(site: StaffSite, visit: Visit): Promise<Page> {
  const { centre, origin, terms, auditing, directory } = site;
  const { city, name = '', password = '', code = '', next } = fieldsOf(visit);
  const cityId = CityId.safeParse(site.cityId ?? city ?? '');
  const nowMs = centre.clock.nowMs();
  const { remoteAddress } = visit;
  const done = await signInByPassword(
    { database: centre.database, auditing, terms, accounts: accountsOf(directory) },
    {
      // An invalid city id is refused like an unknown city.
      cityId: cityId.data ?? CityId.parse('none'),
      name: name.slice(0, 200),
      password: password.slice(0, 400),
      oneTimeCode: code.replace(/\s/g, ''),
      remoteAddress,
      address: addressSubject(remoteAddress),
      nowMs,
      cookies: visit.headers.cookie,
    },
  );
  if (!done.ok) {
    const isTooMany = done.error.kind === 'too-many-tries';
    const status = isTooMany ? 429 : 401;
    const page = isJson(visit)
      ? jsonPage(status, { result: done.error.kind })
      : showSignIn(site, visit, { said: isTooMany ? 'signIn.wait' : 'signIn.refused', status, city, next });
    const retry = done.error.kind === 'too-many-tries' ? { 'retry-after': String(done.error.retryAfterS) } : {};
    return { ...page, headers: { ...page.headers, ...retry } };
  }
  const cookie = { 'set-cookie': await entered(site, visit, done.value) };
  const location = nextIn(next ?? null, origin);
  return isJson(visit) ? jsonPage(200, { result: 'done', next: location }, cookie) : seeOther(location, cookie);
}

/** If the city has a directory, local accounts may sign in only if the city permits it. Emergency accounts always may. */
const accountsOf = (directory: Directory | null): readonly Account[] =>
  directory === null || directory.file.localAccounts ? ['local', 'emergency'] : ['emergency'];

/**
 * Sends the browser to the city's provider. The sign-in page leads here by a link, because the page's security policy permits forms to lead
 * only to this site.
 */
async function toDirectory(site: StaffSite, visit: Visit): Promise<Page> {
  const { centre, origin, directory } = site;
  // The provider gives rights in one city only, so the visitor may not choose the city.
  const { cityId } = site;
  if (directory === null || cityId === null || visit.method !== 'GET') return seeOther(`${origin}/sign-in`);
  const next = nextIn(visit.query.get('next'), origin).slice(origin.length);
  const begun = await directory.begin({ cityId, next, atMs: centre.clock.nowMs() });
  if (!begun.ok) return providerDown(site, visit, begun.error.detail);
  const cookie = `${ATTEMPT_COOKIE}=${begun.value.cookie}; ${COOKIE_ATTRIBUTES}; Max-Age=${ATTEMPT_LIVES_S}`;
  return seeOther(begun.value.location, { 'set-cookie': cookie });
}

function providerDown(site: StaffSite, visit: Visit, detail: string): Page {
  site.centre.logger.warn({ event: 'provider-down', detail });
  return showSignIn(site, visit, { said: 'signIn.providerDown', status: 503 });
}

async function fromDirectory(site: StaffSite, visit: Visit): Promise<Page> {
  const { centre, origin, terms, auditing, directory } = site;
  if (directory === null || visit.method !== 'GET') return seeOther(`${origin}/sign-in`);
  const { remoteAddress } = visit;
  const [nowMs, address] = [centre.clock.nowMs(), addressSubject(remoteAddress)];
  // The try is counted before the provider is asked, because each try costs the provider a request and this centre the check of a
  // signature.
  const { cityId } = site;
  const cookies = visit.headers.cookie;
  const counted = cityId && (await countUnnamed(centre.database, { cityId, address, cookies, nowMs }));
  if (counted?.ok === false) {
    const page = showSignIn(site, visit, { said: 'signIn.wait', status: 429 });
    return { ...page, headers: { ...page.headers, 'retry-after': String(counted.error.retryAfterS) } };
  }
  const known = await directory.finish(new URL(visit.path, origin), cookieIn(cookies, ATTEMPT_COOKIE), nowMs);
  if (!known.ok && known.error.kind === 'provider-down') return providerDown(site, visit, known.error.detail);
  // The browser controls the content of the cookie, also the city in the cookie.
  const isOfCity = known.ok && known.value.cityId === cityId;
  const entry = { address, nowMs };
  const done = !known.ok
    ? known
    : isOfCity
      ? await signInFromDirectory({ database: centre.database, terms }, known.value, directory.file, entry)
      : refuse({ kind: 'no-grant' as const });
  if (known.ok && done.ok) {
    await endCurrent(site, visit);
    const set = [sessionCookie(done.value), noCookie(ATTEMPT_COOKIE)];
    return seeOther(nextIn(known.value.next, origin), { 'set-cookie': set });
  }
  const result = done.ok ? 'refused' : done.error.kind;
  centre.logger.info({ event: 'sign-in-refused', result, detail: known.ok ? undefined : known.error.detail });
  if (cityId !== null) await auditing.refusedSignIn({ cityId, what: 'signIn', result, bearer: null, remoteAddress });
  const page = showSignIn(site, visit, { said: 'signIn.refusedDirectory', status: 401 });
  return { ...page, headers: { ...page.headers, 'set-cookie': noCookie(ATTEMPT_COOKIE) } };
}

const jsonPage = (status: number, body: object, headers: Page['headers'] = {}): Page => ({
  status,
  mediaType: 'application/json; charset=utf-8',
  text: JSON.stringify(body),
  headers: { 'cache-control': 'no-store', ...headers },
});

/** Ends the browser's session before another session begins, because a browser has only one session. */
async function endCurrent({ centre }: StaffSite, visit: Visit): Promise<void> {
  const key = sessionIn(visit.headers.cookie);
  if (key !== null) await endSession(centre.database, key, centre.clock.nowMs());
}

/** Ends the browser's previous session and remembers the device. Returns the cookies to set. */
async function entered(site: StaffSite, visit: Visit, session: string): Promise<string[]> {
  const { centre } = site;
  await endCurrent(site, visit);
  const cookie = sessionCookie(session);
  const person = await personOf(site, { ...visit, headers: { cookie: cookie.split(';')[0] } });
  if (person === null) return [cookie];
  const { cityId, tokenId } = person;
  const nowMs = centre.clock.nowMs();
  return [cookie, await rememberDevice(centre.database, cityId, visit.headers.cookie, tokenId, nowMs)];
}

const REFUSED = { result: 'refused' };

/** Answers with the options that a browser passes to its authenticator, for a new passkey or to sign in. */
async function passkeyOptions(site: StaffSite, visit: Visit, isNew: boolean): Promise<Page> {
  const { database, clock } = site.centre;
  const person = isNew ? await personOf(site, visit) : null;
  if (visit.method !== 'POST' || (isNew && person === null)) return jsonPage(401, REFUSED);
  const nowMs = clock.nowMs();
  const cookie = newChallengeCookie(site, nowMs);
  const options =
    person === null
      ? await requestOptions(site, cookie, nowMs)
      : await creationOptions(database, site, person, cookie, nowMs);
  const set = `${CHALLENGE_COOKIE}=${cookie}; ${COOKIE_ATTRIBUTES}; Max-Age=${CHALLENGE_LIVES_S}`;
  return jsonPage(200, { options }, { 'set-cookie': set });
}

const PasskeyForm = z.object({
  city: z.string().optional(),
  next: z.string().max(2_000).optional(),
  answer: z.unknown(),
});

const passkeyFormOf = (visit: Visit): z.infer<typeof PasskeyForm> =>
  PasskeyForm.safeParse(jsonIn(visit)).data ?? { answer: null };

async function signInWithPasskey(site: StaffSite, visit: Visit): Promise<Page> {
  const { centre, origin, terms, auditing, directory } = site;
  const { city, next, answer } = passkeyFormOf(visit);
  const cityId = CityId.safeParse(site.cityId ?? city ?? '');
  if (visit.method !== 'POST' || !cityId.success) return jsonPage(401, REFUSED);
  const { remoteAddress } = visit;
  const done = await signInByPasskey(
    { database: centre.database, auditing, terms, accounts: accountsOf(directory) },
    site,
    {
      cityId: cityId.data,
      answer,
      cookie: cookieIn(visit.headers.cookie, CHALLENGE_COOKIE),
      remoteAddress,
      cookies: visit.headers.cookie,
      address: addressSubject(remoteAddress),
      nowMs: centre.clock.nowMs(),
    },
  );
  if (!done.ok) return jsonPage(done.error.kind === 'too-many-tries' ? 429 : 401, { result: done.error.kind });
  const cookies = [...(await entered(site, visit, done.value)), noCookie(CHALLENGE_COOKIE)];
  return jsonPage(200, { result: 'done', next: nextIn(next ?? null, origin) }, { 'set-cookie': cookies });
}

async function makePasskey(site: StaffSite, visit: Visit): Promise<Page> {
  const { database, clock } = site.centre;
  const person = await personOf(site, visit);
  if (visit.method !== 'POST' || person === null) return jsonPage(401, REFUSED);
  // Only a person who has just signed in may add a passkey, so that an attacker at an open session cannot add one.
  const own = await sessionsOf(database, person, clock.nowMs(), site.terms);
  if (!hasJustSignedIn(own, clock.nowMs())) return jsonPage(403, REFUSED);
  const cookie = cookieIn(visit.headers.cookie, CHALLENGE_COOKIE);
  const added = await addPasskey(database, site, person, passkeyFormOf(visit).answer, cookie, clock.nowMs());
  const gone = { 'set-cookie': noCookie(CHALLENGE_COOKIE) };
  return added.ok ? jsonPage(200, { result: 'done', next: '/account' }, gone) : jsonPage(422, REFUSED, gone);
}

/** Removes every passkey of a person who has lost a device. The person then adds the remaining devices again. */
async function removePasskeys(site: StaffSite, visit: Visit): Promise<Page> {
  const { database, clock } = site.centre;
  const person = visit.method === 'POST' ? await personOf(site, visit) : null;
  if (person !== null)
    await database.transaction(async (queries) => {
      await queries.query(PEOPLE.removePasskeys, [person.cityId, person.tokenId]);
      await recordAudit(queries, person, 'removePasskeys', {}, clock.nowMs());
    });
  return seeOther(`${site.origin}/account`);
}

const FAULTS = {
  short: 'invitation.short',
  long: 'invitation.long',
  plain: 'invitation.plain',
  differs: 'invitation.differs',
  code: 'invitation.wrongCode',
} as const;

async function invitation(site: StaffSite, visit: Visit): Promise<Page> {
  const { centre, origin } = site;
  const { cityId: city = '', code: invitationCode = '' } = visit.params;
  const reader = readerOf(visit, `/invitations/${encodeURIComponent(city)}/${encodeURIComponent(invitationCode)}`);
  const cityId = CityId.safeParse(city);
  const nowMs = centre.clock.nowMs();
  const invited =
    cityId.success && /^[\w-]{43}$/.test(invitationCode)
      ? await findInvitation(centre.database, cityId.data, invitationCode, nowMs)
      : null;
  if (!cityId.success || invited === null) return html(404, saidPage(reader, 'invitation.over'));
  const { password = '', again = '', code = '', seed: posted = '' } = visit.method === 'GET' ? {} : fieldsOf(visit);
  // After an error the page keeps its seed, because the person's authenticator app already has the secret derived from it.
  const seed = isSeed(posted) ? posted : newSeed();
  const secret = secretOf(invitationCode, seed);
  const show = (status: number, fault: keyof typeof FAULTS | null) =>
    html(
      status,
      invitationPage({
        ...reader,
        seed,
        name: invited.name,
        secretText: sayableSecret(secret),
        secretAddress: addressOfSecret(secret, invited.name, `Torn ${cityId.data}`),
        said: fault === null ? null : sayIn(reader.language)(FAULTS[fault]),
      }),
    );
  if (visit.method === 'GET') return show(200, null);
  const accepted = await acceptInvitation(centre.database, {
    cityId: cityId.data,
    invitationCode,
    secret,
    password,
    again,
    nowMs,
    oneTimeCode: code.replace(/\s/g, ''),
    address: addressSubject(visit.remoteAddress),
  });
  if (accepted.ok) {
    const query = new URLSearchParams({ city: cityId.data, accepted: '', lang: reader.language });
    // The device is remembered already now, because tries on a known device are counted separately, so that strangers cannot block the
    // first sign-in either.
    const { personId } = accepted.value;
    const device = await rememberDevice(centre.database, cityId.data, visit.headers.cookie, personId, nowMs);
    return seeOther(`${origin}/sign-in?${query}`, { 'set-cookie': device });
  }
  const { kind } = accepted.error;
  return kind === 'over' ? html(404, saidPage(reader, 'invitation.over')) : show(422, kind);
}

async function session(site: StaffSite, visit: Visit): Promise<Page> {
  const person = await personOf(site, visit);
  if (person === null) return jsonPage(401, { result: 'signed-out' });
  const { cityId, name, role, officeIds } = person;
  return jsonPage(200, { cityId, name, role, officeIds });
}

/** A person may add a passkey this long after a sign-in. */
const FRESH_MS = 10 * 60_000;
const hasJustSignedIn = (own: Awaited<ReturnType<typeof sessionsOf>>, nowMs: number): boolean =>
  own.some(({ isThis, begunAt }) => isThis && Date.parse(begunAt) > nowMs - FRESH_MS);

async function showAccount(site: StaffSite, visit: Visit): Promise<Page> {
  const { centre, origin, terms } = site;
  const person = await personOf(site, visit);
  if (person === null) return seeOther(`${origin}/sign-in?next=${encodeURIComponent('/account')}`);
  const session = await describeSession(centre.database, person, terms);
  const sessions = await sessionsOf(centre.database, person, centre.clock.nowMs(), terms);
  const { name, role, officeIds } = person;
  const account = await accountOf(centre.database, person.cityId, person.tokenId);
  const passkeys = await centre.database.query(PASSKEYS.idsOf, [person.cityId, person.tokenId]);
  const { lastAccess = null, refusedSince = 0 } = session ?? {};
  const reader = readerOf(visit, '/account');
  const isFresh = hasJustSignedIn(sessions, centre.clock.nowMs());
  return html(
    200,
    accountPage({
      ...reader,
      isFresh,
      hasPassword: account !== 'directory',
      said: visit.query.has('refused') ? sayIn(reader.language)('account.notProven') : null,
      name,
      role,
      officeIds,
      zone: ZONE,
      lastAccess,
      refusedSince,
      sessions,
      passkeys: passkeys.length,
    }),
  );
}

/**
 * Sets a new password and second factor. Requires the existing password and a code of the existing second factor, because an attacker with
 * an open or stolen session must not be able to take over the account.
 */
async function renew(site: StaffSite, visit: Visit): Promise<Page> {
  const { centre, origin, terms, auditing } = site;
  const person = visit.method === 'POST' ? await personOf(site, visit) : null;
  if (person === null) return seeOther(`${origin}/account`);
  const { password = '', code = '' } = fieldsOf(visit);
  const { cityId, tokenId, name, address } = person;
  const { remoteAddress } = visit;
  const nowMs = centre.clock.nowMs();
  const proven = await signInByPassword(
    { database: centre.database, auditing, terms, accounts: ['local', 'emergency'] },
    {
      cityId,
      name,
      password: password.slice(0, 400),
      oneTimeCode: code.replace(/\s/g, ''),
      remoteAddress,
      address,
      cookies: visit.headers.cookie,
      nowMs,
    },
  );
  if (!proven.ok) return seeOther(`${origin}/account?refused`);
  const made = await centre.database.transaction(async (queries) => {
    await recordAudit(queries, person, 'renewPassword', {}, nowMs);
    return makeInvitation(queries, cityId, tokenId, nowMs);
  });
  await endCurrent(site, visit);
  return seeOther(invitationLink(origin, cityId, made.code), { 'set-cookie': sessionCookie(proven.value) });
}

async function endOneSession(site: StaffSite, visit: Visit): Promise<Page> {
  const { centre, origin } = site;
  const person = visit.method === 'POST' ? await personOf(site, visit) : null;
  const sessionId = z.uuid().safeParse(fieldsOf(visit).session);
  const nowMs = centre.clock.nowMs();
  if (person !== null && sessionId.success)
    await centre.database.transaction(async (queries) => {
      await endSessionById(queries, person, sessionId.data, nowMs);
      await recordAudit(queries, person, 'signOut', {}, nowMs);
    });
  return seeOther(`${origin}/account`);
}

async function signOut(site: StaffSite, visit: Visit, isEverywhere: boolean): Promise<Page> {
  const { centre, origin } = site;
  const { database, clock } = centre;
  // A link or picture of another site must not be able to sign people out.
  if (visit.method !== 'POST') return seeOther(`${origin}/account`);
  const person = await personOf(site, visit);
  const nowMs = clock.nowMs();
  if (person !== null)
    await database.transaction(async (queries) => {
      const key = sessionIn(visit.headers.cookie);
      if (isEverywhere) await endEverySession(queries, person.cityId, person.tokenId, nowMs);
      else if (key !== null) await endSession(queries, key, nowMs);
      await recordAudit(queries, person, isEverywhere ? 'signOutEverywhere' : 'signOut', {}, nowMs);
    });
  return seeOther(`${origin}/sign-in?out`, { 'set-cookie': noCookie(SESSION_COOKIE) });
}
