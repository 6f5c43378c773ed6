import { createHash, randomUUID } from 'node:crypto';
import type { Account } from '../../src-main/contract/centre/people.ts';
import type { CityId } from '../../src-main/contract/shared/ids.ts';
import { type Result, refuse, succeed } from '../../src-main/domain/result.ts';
import { raiseAlarms } from '../administration/alarms.ts';
import { recordAudit } from '../administration/audit.ts';
import { isKnownCity } from '../administration/known-city.ts';
import type { Database, Queries } from '../database/database.ts';
import { countTry, type Limit } from '../enrolment/rate-limit.ts';
import type { Auditing } from '../server/auditing.ts';
import { knownDevice } from './known-devices.ts';
import { stepOfCode } from './one-time-code.ts';
import { decryptSecret, isBusy, openPassword } from './password.ts';
import { type KnownPerson, nameKey, PEOPLE, personByName } from './people.ts';
import { beginSession, type SessionTerms } from './sessions.ts';

export const SIGN_IN = {
  /**
   * Stores the half minute to which a one-time code belongs. It must be later than the half minute of the last code used, so that a code is
   * valid only once. The condition on `password_hash` fails if the password was changed meanwhile.
   */
  spendCode: `UPDATE person SET code_step = $3::bigint
    WHERE city_id = $1 AND person_id = $2::uuid AND withdrawn_at IS NULL AND (code_step IS NULL OR code_step < $3::bigint)
      AND password_hash = $4
    RETURNING person_id`,
} as const;

const MINUTES_MS = 60_000;
const BUSY_S = 30;
/**
 * Limits of tries to sign in. Tries with a password count for three limits: `pair` (one name from one address), `name` (one name from
 * anywhere) and `address` (one address, which a whole town hall may share). Tries without a name count for `unnamed` (one address). Tries
 * on a known device count only for `device`.
 */
const LIMITS = {
  pair: { action: 'sign-in-pair', most: 10, windowMs: 10 * MINUTES_MS },
  name: { action: 'sign-in-name', most: 60, windowMs: 60 * MINUTES_MS },
  address: { action: 'sign-in-address', most: 100, windowMs: 10 * MINUTES_MS },
  unnamed: { action: 'sign-in-unnamed', most: 100, windowMs: 10 * MINUTES_MS },
  device: { action: 'sign-in-device', most: 10, windowMs: 10 * MINUTES_MS },
} satisfies Record<string, Limit>;

export interface SignInContext {
  database: Database;
  auditing: Auditing;
  terms: SessionTerms;
  accounts: readonly Account[];
}

export interface Credentials {
  cityId: CityId;
  name: string;
  password: string;
  oneTimeCode: string;
  remoteAddress: string;
  address: string;
  cookies: string | undefined;
  nowMs: number;
}

/** `refused` has no reason, so that an attacker does not learn what was wrong. */
export type SignInRefusal = { kind: 'refused' } | TooManyTries;
interface TooManyTries {
  kind: 'too-many-tries';
  retryAfterS: number;
}

/** Hashes a typed name. The name itself is not stored, because it may be a password in the wrong field, or belong to no person. */
const subjectOf = (name: string): string => createHash('sha256').update(nameKey(name)).digest('base64url');

/** Counts a try. After too many tries it refuses before any other work, even a try that would succeed. */
async function countTries(
  database: Database,
  { cityId, name, address, cookies, nowMs }: Credentials,
): Promise<Result<null, TooManyTries>> {
  const named = subjectOf(name);
  const device = await knownDevice(database, cityId, cookies, nameKey(name));
  const ofStrangers = [
    [LIMITS.address, address],
    [LIMITS.pair, `${named} ${address}`],
    [LIMITS.name, named],
  ] as const;
  const ofDevice = [[LIMITS.device, `${named} ${device}`]] as const;
  for (const [limit, subject] of device === null ? ofStrangers : ofDevice) {
    const counted = await countOne(database, cityId, limit, subject, nowMs);
    if (!counted.ok) return counted;
  }
  return succeed(null);
}

async function countOne(...asked: Parameters<typeof countTry>): Promise<Result<null, TooManyTries>> {
  const counted = await countTry(...asked);
  return counted.ok ? succeed(null) : refuse({ kind: 'too-many-tries', retryAfterS: counted.error.retryAfterS ?? 60 });
}

/**
 * Counts a try without a name: by passkey, or at the city's provider. Tries by password are counted separately, so that a stranger's wrong
 * passwords do not block passkeys.
 */
export async function countUnnamed(
  database: Database,
  { cityId, address, cookies, nowMs }: Pick<Credentials, 'cityId' | 'address' | 'cookies' | 'nowMs'>,
): Promise<Result<null, TooManyTries>> {
  const device = await knownDevice(database, cityId, cookies, null);
  const [limit, subject] = device === null ? [LIMITS.unnamed, address] : [LIMITS.device, device];
  return countOne(database, cityId, limit, subject, nowMs);
}

/**
 * Returns the half minute of a right one-time code. `null`: name, password or code is wrong. Each of these three cases takes the same time.
 */
async function provenStep(
  person: KnownPerson | null,
  { password, oneTimeCode, nowMs }: Credentials,
): Promise<number | null> {
  const key = await openPassword(password, person?.passwordHash ?? null);
  const secret = key === null ? null : decryptSecret(person?.codeSecret ?? '', key);
  return secret === null ? null : stepOfCode(oneTimeCode, secret, nowMs, person?.codeStep ?? null);
}

/** Signs in by name, password and one-time code. Returns the value of a new session's cookie. */
export async function signInByPassword(
  { database, auditing, terms, accounts }: SignInContext,
  credentials: Credentials,
): Promise<Result<string, SignInRefusal>> {
  const { cityId, name, remoteAddress } = credentials;
  // A visitor may type any city. A city that does not exist has no people, and a count of tries for it would never be deleted.
  if (!(await isKnownCity(database, cityId))) return refuse({ kind: 'refused' });
  const tries = await countTries(database, credentials);
  const person = tries.ok ? await personByName(database, cityId, name) : null;
  // Nothing is awaited between `isBusy` and the queue of `password.ts`: otherwise many simultaneous tries would all see room in the queue,
  // which they then exceed.
  const counted: typeof tries = tries.ok && isBusy() ? refuse({ kind: 'too-many-tries', retryAfterS: BUSY_S }) : tries;
  const step = counted.ok ? await provenStep(person, credentials) : null;
  const cookie =
    person === null || step === null || !accounts.includes(person.account)
      ? null
      : await database.transaction(async (queries) => {
          const { personId, passwordHash } = person;
          const spent = await queries.query(SIGN_IN.spendCode, [cityId, personId, step, passwordHash]);
          if (spent.length === 0) return null;
          return enter(queries, { terms }, person, 'password', credentials);
        });
  if (cookie !== null) return succeed(cookie);
  // Every refusal makes the same writes to the database, so that the time of a refusal reveals no reason.
  await database.query(PEOPLE.countRefusal, [cityId, person?.personId ?? randomUUID()]);
  const bearer = person && { tokenId: person.personId, name: person.name, role: person.role };
  const refusal: SignInRefusal = counted.ok ? { kind: 'refused' } : counted.error;
  await auditing.refusedSignIn({ cityId, what: 'signIn', result: refusal.kind, bearer, remoteAddress });
  return refuse(refusal);
}

/** Begins the session of a person who has proven both factors. `null`: the person has been withdrawn in the meantime. */
export async function enter(
  queries: Queries,
  { terms }: Pick<SignInContext, 'terms'>,
  { personId, name, role, account }: Pick<KnownPerson, 'personId' | 'name' | 'role' | 'account'>,
  by: 'password' | 'passkey',
  { cityId, address, nowMs }: Pick<Credentials, 'cityId' | 'address' | 'nowMs'>,
): Promise<string | null> {
  const begun = await beginSession(queries, { cityId, personId, address, nowMs }, terms);
  if (begun === null) return null;
  const actor = { cityId, address, tokenId: personId, name, role };
  await recordAudit(queries, actor, 'signIn', { account, by }, nowMs);
  // A sign-in with an emergency account raises an alarm, so that other people know at once.
  const alarm = {
    kind: 'emergency-sign-in',
    subject: `${personId} ${nowMs}`,
    kioskId: null,
    detail: personId,
  } as const;
  if (account === 'emergency') await raiseAlarms(queries, cityId, [alarm], nowMs);
  return begun;
}
