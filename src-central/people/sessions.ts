import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { OwnSessions, WhoAmI } from '../../src-main/contract/centre/people.ts';
import { CityId, type OfficeId } from '../../src-main/contract/shared/ids.ts';
import { instantOf } from '../clock.ts';
import type { Queries } from '../database/database.ts';
import type { TokenCaller } from '../server/operation.ts';
import type { SessionEntry } from '../server/staff-gate.ts';

export interface SessionTerms {
  /** A session ends this long after its last request. */
  idleMs: number;
  /** A session ends after this long, however much it is used. */
  longestMs: number;
}
export const SESSION_TERMS: SessionTerms = { idleMs: 30 * 60_000, longestMs: 12 * 3_600_000 };

/** The use of a session is stored at most once a minute, so that most requests write nothing. */
const NOTED_EVERY_MS = 60_000;
const ID_BYTES = 32;

const GOOD = `session.ended_at IS NULL AND session.until_at > $3::timestamptz AND session.used_at > $4::timestamptz
    AND person.withdrawn_at IS NULL`;
const OF_PERSON = `FROM staff_session AS session
    JOIN person ON person.city_id = session.city_id AND person.person_id = session.person_id`;

export const SESSIONS = {
  insert: `INSERT INTO staff_session (city_id, session_hash, session_id, person_id, begun_at, used_at, until_at, address,
      last_access_at, last_access_address, refused_since)
    SELECT $1, $2, $3::uuid, person_id, $5::timestamptz, $5::timestamptz, $6::timestamptz, $7, last_access_at,
      last_access_address, refused_since
    FROM person WHERE city_id = $1 AND person_id = $4::uuid AND withdrawn_at IS NULL RETURNING session_id`,
  noteAccess: `UPDATE person SET last_access_at = $3::timestamptz, last_access_address = $4, refused_since = 0
    WHERE city_id = $1 AND person_id = $2::uuid`,
  find: `SELECT session.session_id AS "sessionId", session.used_at AS "usedAt", person.person_id AS "personId", person.name,
      person.role, person.office_ids AS "officeIds"
    ${OF_PERSON} WHERE session.city_id = $1 AND session.session_hash = $2 AND ${GOOD}`,
  good: `SELECT session.session_id AS "sessionId" ${OF_PERSON}
    WHERE session.city_id = $1 AND session.session_id = ANY($2::uuid[]) AND ${GOOD}`,
  noteUse: `UPDATE staff_session SET used_at = $3::timestamptz
    WHERE city_id = $1 AND session_hash = $2 AND used_at < $3::timestamptz`,
  describe: `SELECT until_at AS until, last_access_at AS "lastAccessAt", last_access_address AS "lastAccessAddress",
      refused_since AS "refusedSince"
    FROM staff_session WHERE city_id = $1 AND person_id = $2::uuid AND session_id = $3::uuid`,
  ofPerson: `SELECT session.session_id AS "sessionId", session.begun_at AS "begunAt", session.used_at AS "usedAt",
      session.address
    ${OF_PERSON} WHERE session.city_id = $1 AND session.person_id = $2::uuid AND ${GOOD} ORDER BY session.begun_at DESC`,
  end: `UPDATE staff_session SET ended_at = $3::timestamptz
    WHERE city_id = $1 AND session_hash = $2 AND ended_at IS NULL`,
  endById: `UPDATE staff_session SET ended_at = $4::timestamptz
    WHERE city_id = $1 AND person_id = $2::uuid AND session_id = $3::uuid AND ended_at IS NULL`,
} as const;

/** Hashes a session's secret. Only the hash is stored, so that a copy of the database opens no session. */
const hashOf = (secret: string): string => createHash('sha256').update(`torn session ${secret}`).digest('base64url');

/**
 * The cookie's value contains the city, because every query needs it. Browsers accept the prefix `__Host-` only from this host, for all
 * paths, over TLS.
 */
export const SESSION_COOKIE = '__Host-torn';

export const COOKIE_ATTRIBUTES = 'Path=/; Secure; HttpOnly; SameSite=Lax';
export const sessionCookie = (value: string): string => `${SESSION_COOKIE}=${value}; ${COOKIE_ATTRIBUTES}`;
export const noCookie = (name: string): string => `${name}=; ${COOKIE_ATTRIBUTES}; Max-Age=0`;

/** Returns the value of a cookie. `null`: the request has no cookie with this name, or several. */
export function cookieIn(header: string | undefined, name: string): string | null {
  const values = (header ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));
  return values.length === 1 ? (values[0] ?? null) : null;
}

interface SessionKey {
  cityId: CityId;
  hash: string;
}

export function sessionIn(header: string | undefined): SessionKey | null {
  const [, city, secret] = /^([^.]{1,63})\.([\w-]{43})$/.exec(cookieIn(header, SESSION_COOKIE) ?? '') ?? [];
  const cityId = CityId.safeParse(city);
  return cityId.success && secret !== undefined ? { cityId: cityId.data, hash: hashOf(secret) } : null;
}

export interface NewSession {
  cityId: CityId;
  personId: string;
  address: string;
  nowMs: number;
}

/** Begins a session. Returns the cookie's value, which is not stored. `null`: the person has been withdrawn. */
export async function beginSession(
  queries: Queries,
  { cityId, personId, address, nowMs }: NewSession,
  { longestMs }: SessionTerms,
): Promise<string | null> {
  const secret = randomBytes(ID_BYTES).toString('base64url');
  const [now, until] = [instantOf(nowMs), instantOf(nowMs + longestMs)];
  const row = [cityId, hashOf(secret), randomUUID(), personId, now, until, address];
  const begun = await queries.query(SESSIONS.insert, row);
  if (begun.length === 0) return null;
  await queries.query(SESSIONS.noteAccess, [cityId, personId, now, address]);
  return `${cityId}.${secret}`;
}

interface SessionRow {
  sessionId: string;
  usedAt: string;
  personId: string;
  name: string;
  role: string;
  officeIds: OfficeId[] | null;
}

/** Finds the person of a session. Reads the database each time, so that every replica notices the end of a session at once. */
export async function findSession(
  queries: Queries,
  { cookie, cityId, address, nowMs }: SessionEntry,
  { idleMs }: SessionTerms,
): Promise<(TokenCaller & { sessionId: string }) | null> {
  const key = sessionIn(cookie);
  if (key === null || key.cityId !== cityId) return null;
  const good = [cityId, key.hash, instantOf(nowMs), instantOf(nowMs - idleMs)];
  const [row] = await queries.query<SessionRow>(SESSIONS.find, good);
  if (!row) return null;
  if (Date.parse(row.usedAt) <= nowMs - NOTED_EVERY_MS)
    await queries.query(SESSIONS.noteUse, [cityId, key.hash, instantOf(nowMs)]);
  const { personId, name, role, officeIds, sessionId } = row;
  return { tokenId: personId, cityId, address, name, role, officeIds, sessionId };
}

/** Finds the callers whose session has ended. An open stream of events does not count as use of its session. */
export async function endedSessions(
  queries: Queries,
  callers: readonly TokenCaller[],
  nowMs: number,
  { idleMs }: SessionTerms,
): Promise<TokenCaller[]> {
  const ended: TokenCaller[] = [];
  for (const [cityId, ofCity] of Map.groupBy(callers, (caller) => caller.cityId)) {
    const ids = ofCity.map(({ sessionId }) => sessionId);
    const rows = await queries.query<{ sessionId: string }>(SESSIONS.good, [
      cityId,
      ids,
      instantOf(nowMs),
      instantOf(nowMs - idleMs),
    ]);
    const good = new Set(rows.map(({ sessionId }) => sessionId));
    ended.push(...ofCity.filter(({ sessionId = '' }) => !good.has(sessionId)));
  }
  return ended;
}

export async function endSession(queries: Queries, { cityId, hash }: SessionKey, nowMs: number): Promise<void> {
  await queries.query(SESSIONS.end, [cityId, hash, instantOf(nowMs)]);
}

export async function endSessionById(
  queries: Queries,
  { cityId, tokenId }: TokenCaller,
  sessionId: string,
  nowMs: number,
): Promise<void> {
  await queries.query(SESSIONS.endById, [cityId, tokenId, sessionId, instantOf(nowMs)]);
}

interface Described {
  until: string;
  lastAccessAt: string | null;
  lastAccessAddress: string | null;
  refusedSince: number;
}

export async function describeSession(
  queries: Queries,
  { cityId, tokenId, sessionId }: TokenCaller,
  { idleMs }: SessionTerms,
): Promise<WhoAmI['session']> {
  if (sessionId === undefined) return null;
  const [row] = await queries.query<Described>(SESSIONS.describe, [cityId, tokenId, sessionId]);
  if (!row) return null;
  const { until, lastAccessAt: at, lastAccessAddress: address, refusedSince } = row;
  return { until, idleS: idleMs / 1_000, refusedSince, lastAccess: at === null ? null : { at, address } };
}

export async function sessionsOf(
  queries: Queries,
  { cityId, tokenId, sessionId }: TokenCaller,
  nowMs: number,
  { idleMs }: SessionTerms,
): Promise<z.input<typeof OwnSessions>['sessions']> {
  if (sessionId === undefined) return [];
  const good = [cityId, tokenId, instantOf(nowMs), instantOf(nowMs - idleMs)];
  const rows = await queries.query<z.input<typeof OwnSessions>['sessions'][number]>(SESSIONS.ofPerson, good);
  return rows.map((row) => ({ ...row, isThis: row.sessionId === sessionId }));
}
