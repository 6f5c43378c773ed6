import { randomUUID } from 'node:crypto';
import type { Account, Person, PersonInvitation } from '../../src-main/contract/centre/people.ts';
import type { CityId, OfficeId } from '../../src-main/contract/shared/ids.ts';
import { type Result, refuse, succeed } from '../../src-main/domain/result.ts';
import { listCity } from '../administration/known-city.ts';
import { instantOf } from '../clock.ts';
import type { Queries } from '../database/database.ts';

export const PEOPLE = {
  /** The name of a withdrawn person can be given to a new person. */
  insert: `INSERT INTO person (city_id, person_id, name, name_key, role, office_ids, account, invited_at, invited_by,
      invited_by_id)
    VALUES ($1, $2::uuid, $3, $4, $5, $6::text[], $7, $8::timestamptz, $9, $10::uuid)
    ON CONFLICT (city_id, name_key) WHERE withdrawn_at IS NULL DO UPDATE SET
      name = EXCLUDED.name, role = EXCLUDED.role, office_ids = EXCLUDED.office_ids, account = EXCLUDED.account,
      invited_at = EXCLUDED.invited_at, invited_by = EXCLUDED.invited_by, invited_by_id = EXCLUDED.invited_by_id
    WHERE person.since IS NULL RETURNING person_id AS "personId"`,
  byName: `SELECT person_id AS "personId", name, role, office_ids AS "officeIds", account, password_hash AS "passwordHash",
      code_secret AS "codeSecret", code_step AS "codeStep"
    FROM person WHERE city_id = $1 AND name_key = $2 AND withdrawn_at IS NULL AND since IS NOT NULL`,
  list: `SELECT person_id AS "personId", name, role, office_ids AS "officeIds", account, invited_at AS "invitedAt", since,
      CASE WHEN invited_by_id IS NOT NULL AND confirmed_at IS NULL THEN invited_by END AS "unconfirmedOf",
      last_access_at AS "lastAccessAt", last_access_address AS "lastAccessAddress", withdrawn_at AS "withdrawnAt",
      (SELECT count(*)::int FROM staff_session AS session WHERE session.city_id = $1 AND session.person_id = person.person_id
        AND session.ended_at IS NULL AND session.until_at > $2::timestamptz AND session.used_at > $3::timestamptz) AS sessions,
      (SELECT jsonb_build_object('recoveryId', recovery.recovery_id, 'proposedBy', recovery.proposed_by,
          'until', to_char(recovery.until_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
        FROM recovery WHERE recovery.city_id = $1 AND recovery.person_id = person.person_id AND recovery.confirmed_at IS NULL
        AND recovery.until_at > $2::timestamptz ORDER BY recovery.until_at DESC LIMIT 1) AS recovery
    FROM person WHERE city_id = $1 AND name <> '' ORDER BY withdrawn_at IS NOT NULL, name, person_id`,
  named: 'SELECT person_id AS "personId" FROM person WHERE city_id = $1 AND name_key = $2 AND withdrawn_at IS NULL',
  withdraw: `UPDATE person SET withdrawn_at = $3::timestamptz, withdrawn_by = $4, password_hash = NULL, code_secret = NULL
    WHERE city_id = $1 AND person_id = $2::uuid AND withdrawn_at IS NULL RETURNING name`,
  endSessions: `UPDATE staff_session SET ended_at = $3::timestamptz
    WHERE city_id = $1 AND person_id = $2::uuid AND ended_at IS NULL RETURNING session_id`,
  endInvitations: `UPDATE invitation SET used_at = $3::timestamptz
    WHERE city_id = $1 AND person_id = $2::uuid AND used_at IS NULL`,
  removePasskeys: 'DELETE FROM passkey WHERE city_id = $1 AND person_id = $2::uuid',
  forgetDevices: 'DELETE FROM known_device WHERE city_id = $1 AND person_id = $2::uuid',
  accountOf: 'SELECT account FROM person WHERE city_id = $1 AND person_id = $2::uuid',
  confirm: `UPDATE person SET confirmed_at = $3::timestamptz, confirmed_by = $4::uuid
    WHERE city_id = $1 AND person_id = $2::uuid AND withdrawn_at IS NULL AND since IS NOT NULL RETURNING name`,
  inviter: `SELECT invited_by_id AS id, invited_by AS name FROM person
    WHERE city_id = $1 AND person_id = $2::uuid AND withdrawn_at IS NULL AND since IS NOT NULL`,
  countRefusal: `UPDATE person SET refused_since = refused_since + 1 WHERE city_id = $1 AND person_id = $2::uuid`,
} as const;

/** Names that differ only in capitals, encoding of accents or spaces are the same name. */
export const nameKey = (name: string): string => name.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase();

/**
 * Whether two names look alike: they differ only in capitals, encoding, spaces or invisible characters. Operations that need two people
 * refuse such names.
 */
export function isSameName(one: string, other: string): boolean {
  const [plain, otherPlain] = [one, other].map((name) => nameKey(name.replace(/[^\P{C}\s]/gu, '')));
  return plain === otherPlain;
}

export interface Inviter {
  name: string;
  tokenId: string | null;
}

export interface KnownPerson {
  personId: string;
  name: string;
  role: string;
  officeIds: OfficeId[] | null;
  account: Account;
  passwordHash: string | null;
  codeSecret: string | null;
  codeStep: number | null;
}

/** Finds a person who has accepted an invitation and has not been withdrawn. */
export async function personByName(queries: Queries, cityId: CityId, name: string): Promise<KnownPerson | null> {
  const [person] = await queries.query<KnownPerson>(PEOPLE.byName, [cityId, nameKey(name)]);
  return person ?? null;
}

/**
 * Adds a person to invite. If a person with this name was invited but has not accepted yet, that person is changed instead; if they have
 * accepted, the addition is refused.
 */
export async function addPerson(
  queries: Queries,
  cityId: CityId,
  { name, role, officeIds, account }: PersonInvitation,
  inviter: Inviter,
  nowMs: number,
): Promise<Result<string, { kind: 'name-taken' }>> {
  await listCity(queries, cityId, nowMs);
  const person = [cityId, randomUUID(), name, nameKey(name), role, officeIds, account];
  const invited = [instantOf(nowMs), inviter.name, inviter.tokenId];
  const [row] = await queries.query<{ personId: string }>(PEOPLE.insert, [...person, ...invited]);
  return row ? succeed(row.personId) : refuse({ kind: 'name-taken' });
}

export async function accountOf(queries: Queries, cityId: CityId, personId: string): Promise<Account | null> {
  const [person] = await queries.query<{ account: Account }>(PEOPLE.accountOf, [cityId, personId]);
  return person?.account ?? null;
}

export async function endEverySession(
  queries: Queries,
  cityId: CityId,
  personId: string,
  nowMs: number,
): Promise<void> {
  await queries.query(PEOPLE.endSessions, [cityId, personId, instantOf(nowMs)]);
}

interface PersonRow extends Omit<Person, 'lastAccess'> {
  lastAccessAt: string | null;
  lastAccessAddress: string | null;
}

export async function listPeople(queries: Queries, cityId: CityId, nowMs: number, idleMs: number): Promise<Person[]> {
  const rows = await queries.query<PersonRow>(PEOPLE.list, [cityId, instantOf(nowMs), instantOf(nowMs - idleMs)]);
  return rows.map(({ lastAccessAt: at, lastAccessAddress: address, ...person }) => ({
    ...person,
    lastAccess: at === null ? null : { at, address },
  }));
}

/**
 * Withdraws the person with this name, for the command line. Returns the stored name and how many sessions ended; `null`: no person has the
 * name.
 */
export async function withdrawNamed(
  queries: Queries,
  cityId: CityId,
  name: string,
  withdrawnBy: string,
  nowMs: number,
): Promise<{ name: string; sessions: number } | null> {
  const [person] = await queries.query<{ personId: string }>(PEOPLE.named, [cityId, nameKey(name)]);
  return person ? withdrawPerson(queries, cityId, person.personId, withdrawnBy, nowMs) : null;
}

/**
 * Withdraws a person; their sessions and invitations end in the same transaction. `null`: the person does not exist, or was withdrawn
 * before.
 */
export async function withdrawPerson(
  queries: Queries,
  cityId: CityId,
  personId: string,
  withdrawnBy: string,
  nowMs: number,
): Promise<{ name: string; sessions: number } | null> {
  const ended = [cityId, personId, instantOf(nowMs)];
  const [person] = await queries.query<{ name: string }>(PEOPLE.withdraw, [...ended, withdrawnBy]);
  if (!person) return null;
  await queries.query(PEOPLE.endInvitations, ended);
  return { name: person.name, sessions: await endAccess(queries, cityId, personId, nowMs) };
}

/** Removes a person's passkeys and known devices and ends their sessions. Returns how many sessions ended. */
export async function endAccess(queries: Queries, cityId: CityId, personId: string, nowMs: number): Promise<number> {
  await queries.query(PEOPLE.removePasskeys, [cityId, personId]);
  await queries.query(PEOPLE.forgetDevices, [cityId, personId]);
  return (await queries.query(PEOPLE.endSessions, [cityId, personId, instantOf(nowMs)])).length;
}
