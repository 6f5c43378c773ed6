import { createHash, randomBytes } from 'node:crypto';
import type { CityId } from '../../src-main/contract/shared/ids.ts';
import { type Result, refuse, succeed } from '../../src-main/domain/result.ts';
import { recordAudit } from '../administration/audit.ts';
import { instantOf } from '../clock.ts';
import type { Database, Queries } from '../database/database.ts';
import { stepOfCode } from './one-time-code.ts';
import { encryptSecret, faultOfPassword, hashPassword } from './password.ts';
import { endAccess, PEOPLE } from './people.ts';

export const INVITATIONS = {
  insert: `INSERT INTO invitation (city_id, code_hash, person_id, made_at, until_at)
    VALUES ($1, $2, $3::uuid, $4::timestamptz, $5::timestamptz)`,
  find: `SELECT person.person_id AS "personId", person.name, person.role
    FROM invitation JOIN person ON person.city_id = invitation.city_id AND person.person_id = invitation.person_id
    WHERE invitation.city_id = $1 AND invitation.code_hash = $2 AND invitation.used_at IS NULL
      AND invitation.until_at > $3::timestamptz AND person.withdrawn_at IS NULL`,
  /** Only the first of two people who accept a link at the same time succeeds. */
  use: `UPDATE invitation SET used_at = $3::timestamptz
    WHERE city_id = $1 AND code_hash = $2 AND used_at IS NULL AND until_at > $3::timestamptz RETURNING person_id`,
  accept: `UPDATE person SET password_hash = $3, code_secret = $4, code_step = $5::bigint, since = coalesce(since, $6::timestamptz),
      refused_since = 0
    WHERE city_id = $1 AND person_id = $2::uuid AND withdrawn_at IS NULL RETURNING name`,
} as const;

const CODE_BYTES = 32;
const INVITATION_LIVES_MS = 86_400_000;

const hashOf = (code: string): string => createHash('sha256').update(`torn invitation ${code}`).digest('base64url');

/** Makes the code of an invitation link. The code is not stored. Earlier invitations of the person end. */
export async function makeInvitation(
  queries: Queries,
  cityId: CityId,
  personId: string,
  nowMs: number,
): Promise<{ code: string; untilMs: number }> {
  const code = randomBytes(CODE_BYTES).toString('base64url');
  const untilMs = nowMs + INVITATION_LIVES_MS;
  await queries.query(PEOPLE.endInvitations, [cityId, personId, instantOf(nowMs)]);
  await queries.query(INVITATIONS.insert, [cityId, hashOf(code), personId, instantOf(nowMs), instantOf(untilMs)]);
  return { code, untilMs };
}

/** @param origin the origin of the staff pages */
export const invitationLink = (origin: string, cityId: CityId, code: string): string =>
  `${origin}/invitations/${cityId}/${code}`;

export interface Invited {
  personId: string;
  name: string;
  role: string;
}

/**
 * Finds the open invitation of a link's code. `null`: the code is unknown, the invitation was accepted, has expired or was replaced by a
 * later one, or the person was withdrawn.
 */
export async function findInvitation(
  queries: Queries,
  cityId: CityId,
  code: string,
  nowMs: number,
): Promise<Invited | null> {
  const [invited] = await queries.query<Invited>(INVITATIONS.find, [cityId, hashOf(code), instantOf(nowMs)]);
  return invited ?? null;
}

export type InvitationFault = 'over' | 'short' | 'long' | 'plain' | 'differs' | 'code';

export interface Acceptance {
  cityId: CityId;
  invitationCode: string;
  secret: Buffer;
  password: string;
  again: string;
  oneTimeCode: string;
  address: string;
  nowMs: number;
}

/** Sets password and second factor of an invited person. Removes the person's passkeys and known devices, and ends their sessions. */
export async function acceptInvitation(
  database: Database,
  { cityId, invitationCode, secret, password, again, oneTimeCode, address, nowMs }: Acceptance,
): Promise<Result<Invited, { kind: InvitationFault }>> {
  const invited = await findInvitation(database, cityId, invitationCode, nowMs);
  if (invited === null) return refuse({ kind: 'over' });
  const fault = faultOfPassword(password, invited.name);
  if (fault !== null) return refuse({ kind: fault });
  if (password.normalize('NFKC') !== again.normalize('NFKC')) return refuse({ kind: 'differs' });
  const step = stepOfCode(oneTimeCode, secret, nowMs, null);
  if (step === null) return refuse({ kind: 'code' });
  const { hash, key } = await hashPassword(password);
  const codeSecret = encryptSecret(secret, key);
  return database.transaction(async (queries) => {
    const now = instantOf(nowMs);
    const used = await queries.query(INVITATIONS.use, [cityId, hashOf(invitationCode), now]);
    if (used.length === 0) return refuse({ kind: 'over' });
    const set = [cityId, invited.personId, hash, codeSecret, step, now];
    if ((await queries.query(INVITATIONS.accept, set)).length === 0) return refuse({ kind: 'over' });
    await endAccess(queries, cityId, invited.personId, nowMs);
    const actor = { cityId, address, tokenId: invited.personId, name: invited.name, role: invited.role };
    await recordAudit(queries, actor, 'acceptInvitation', {}, nowMs);
    return succeed(invited);
  });
}
