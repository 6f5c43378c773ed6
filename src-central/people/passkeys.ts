import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { CityId } from '../../src-main/contract/shared/ids.ts';
import { type Result, refuse, succeed } from '../../src-main/domain/result.ts';
import type { SigningKey } from '../../src-main/signing/keys.ts';
import { recordAudit } from '../administration/audit.ts';
import { isKnownCity } from '../administration/known-city.ts';
import { instantOf } from '../clock.ts';
import type { Database } from '../database/database.ts';
import type { TokenCaller } from '../server/operation.ts';
import type { KnownPerson } from './people.ts';
import { countUnnamed, enter, type SignInContext, type SignInRefusal } from './sign-in.ts';

export const PASSKEYS = {
  /** No passkey is added for a person of the directory: a person whom the directory removes must lose every way to sign in. */
  add: `INSERT INTO passkey (city_id, credential_id, person_id, public_key, use_count, made_at)
    SELECT $1, $2, person_id, $4, $5::bigint, $6::timestamptz FROM person
    WHERE city_id = $1 AND person_id = $3::uuid AND withdrawn_at IS NULL AND account <> 'directory'
    ON CONFLICT (city_id, credential_id) DO NOTHING RETURNING credential_id`,
  find: `SELECT passkey.public_key AS "publicKey", passkey.use_count AS "useCount", person.person_id AS "personId", person.name,
      person.role, person.office_ids AS "officeIds", person.account
    FROM passkey JOIN person ON person.city_id = passkey.city_id AND person.person_id = passkey.person_id
    WHERE passkey.city_id = $1 AND passkey.credential_id = $2 AND person.withdrawn_at IS NULL AND person.since IS NOT NULL`,
  /**
   * Locks the person's row. `acceptInvitation` changes the same row before it removes passkeys and sessions, so no passkey is added or used
   * meanwhile.
   */
  lockPerson: `SELECT person_id FROM person WHERE city_id = $1 AND person_id = $2::uuid FOR UPDATE`,
  noteUse: `UPDATE passkey SET use_count = $3::bigint WHERE city_id = $1 AND credential_id = $2 RETURNING credential_id`,
  idsOf: `SELECT credential_id AS id FROM passkey WHERE city_id = $1 AND person_id = $2::uuid`,
  /** Stores a challenge as used, so that an answer is valid only once. */
  spend: `INSERT INTO spent_challenge (city_id, challenge_hash, spent_at) VALUES ($1, $2, $3::timestamptz)
    ON CONFLICT (city_id, challenge_hash) DO NOTHING RETURNING challenge_hash`,
} as const;

export const CHALLENGE_COOKIE = '__Host-torn-passkey';
export const CHALLENGE_LIVES_S = 300;
const SECRET_BYTES = 32;
/** A person may have at most this many passkeys, more than a person has devices. */
const MOST_PASSKEYS = 10;

/** Derives the key that authenticates challenges from the signing key, so every replica has the same key. */
export function challengeKeyOf({ privateKey }: SigningKey): Buffer {
  const der = privateKey.export({ format: 'der', type: 'pkcs8' });
  return Buffer.from(hkdfSync('sha256', der, '', 'torn-passkey-challenge-v1', SECRET_BYTES));
}

const macOf = (text: string, { challengeKey }: RelyingParty): Buffer =>
  createHmac('sha256', challengeKey).update(text).digest();

/** Makes a cookie from which its challenge is derived, so that the centre need not store anything for strangers. */
export function newChallengeCookie(party: RelyingParty, nowMs: number): string {
  const text = `${randomBytes(SECRET_BYTES).toString('base64url')}.${nowMs}`;
  return `${text}.${macOf(text, party).toString('base64url')}`;
}

/**
 * Returns the challenge of a cookie. `null`: this centre did not make the cookie, or made it too long ago. The browser may not choose the
 * challenge, because an attacker could have a chosen challenge signed in advance.
 */
export function challengeOf(cookie: string | null, party: RelyingParty, nowMs: number): Buffer | null {
  const [, text = '', at = '', mac = ''] = /^([\w-]{43}\.(\d{13}))\.([\w-]{43})$/.exec(cookie ?? '') ?? [];
  const [given, right] = [Buffer.from(mac, 'base64url'), macOf(text, party)];
  const isOwn = given.length === right.length && timingSafeEqual(given, right);
  const isYoung = Number(at) <= nowMs && Number(at) > nowMs - CHALLENGE_LIVES_S * 1_000;
  return isOwn && isYoung ? createHmac('sha256', text).update('torn passkey').digest() : null;
}

export interface RelyingParty {
  origin: string;
  /** The key that proves that this centre made a challenge. */
  challengeKey: Buffer;
}
const idOf = ({ origin }: Pick<RelyingParty, 'origin'>): string => new URL(origin).hostname;

/** The library is loaded on demand, because a centre whose people use no passkeys does not need it. */
const webauthn = () => import('@simplewebauthn/server');

/** A passkey checks its owner by a fingerprint or a PIN, so it is both factors of a sign-in at once. */
const PERSON_CHECKED = { residentKey: 'required', userVerification: 'required' } as const;

export async function creationOptions(
  database: Database,
  party: RelyingParty,
  { cityId, tokenId, name }: TokenCaller,
  cookie: string,
  nowMs: number,
): Promise<object> {
  const { generateRegistrationOptions } = await webauthn();
  const known = await database.query<{ id: string }>(PASSKEYS.idsOf, [cityId, tokenId]);
  return generateRegistrationOptions({
    rpName: 'Torn',
    rpID: idOf(party),
    userName: name,
    userID: new TextEncoder().encode(tokenId),
    challenge: new Uint8Array(challengeOf(cookie, party, nowMs) ?? []),
    attestationType: 'none',
    excludeCredentials: known,
    authenticatorSelection: PERSON_CHECKED,
  });
}

export async function requestOptions(party: RelyingParty, cookie: string, nowMs: number): Promise<object> {
  const { generateAuthenticationOptions } = await webauthn();
  return generateAuthenticationOptions({
    rpID: idOf(party),
    userVerification: 'required',
    allowCredentials: [],
    challenge: new Uint8Array(challengeOf(cookie, party, nowMs) ?? []),
  });
}

const Text = z
  .string()
  .max(6_000)
  .regex(/^[\w-]*$/);
const Credential = { id: Text, rawId: Text, type: z.literal('public-key'), clientExtensionResults: z.object({}) };
const Created = z.object({ ...Credential, response: z.object({ clientDataJSON: Text, attestationObject: Text }) });
const Asserted = z.object({
  ...Credential,
  response: z.object({ clientDataJSON: Text, authenticatorData: Text, signature: Text }),
});

export async function addPasskey(
  database: Database,
  party: RelyingParty,
  person: TokenCaller,
  answer: unknown,
  cookie: string | null,
  nowMs: number,
): Promise<Result<null, { kind: 'refused' }>> {
  const challenge = challengeOf(cookie, party, nowMs);
  const created = Created.safeParse(answer);
  if (challenge === null || !created.success) return refuse({ kind: 'refused' });
  const { verifyRegistrationResponse } = await webauthn();
  const verified = await verifyRegistrationResponse({
    response: created.data,
    expectedChallenge: challenge.toString('base64url'),
    expectedOrigin: party.origin,
    expectedRPID: idOf(party),
    requireUserVerification: true,
  }).catch(() => null);
  if (!verified?.verified) return refuse({ kind: 'refused' });
  const { id, publicKey, counter } = verified.registrationInfo.credential;
  const { cityId, tokenId } = person;
  return database.transaction(async (queries) => {
    await queries.query(PASSKEYS.lockPerson, [cityId, tokenId]);
    const known = await queries.query(PASSKEYS.idsOf, [cityId, tokenId]);
    if (known.length >= MOST_PASSKEYS) return refuse({ kind: 'refused' });
    const row = [cityId, id, tokenId, Buffer.from(publicKey).toString('base64url'), counter, instantOf(nowMs)];
    if ((await queries.query(PASSKEYS.add, row)).length === 0) return refuse({ kind: 'refused' });
    await recordAudit(queries, person, 'addPasskey', {}, nowMs);
    return succeed(null);
  });
}

interface PasskeyRow extends Pick<KnownPerson, 'personId' | 'name' | 'role' | 'account'> {
  publicKey: string;
  useCount: number;
}

export interface PasskeyAnswer {
  cityId: CityId;
  answer: unknown;
  cookie: string | null;
  cookies: string | undefined;
  remoteAddress: string;
  address: string;
  nowMs: number;
}

/** Returns the value of a new session's cookie. */
export async function signInByPasskey(
  context: SignInContext,
  party: RelyingParty,
  { cityId, answer, cookie, cookies, remoteAddress, address, nowMs }: PasskeyAnswer,
): Promise<Result<string, SignInRefusal>> {
  const { database, auditing, accounts } = context;
  if (!(await isKnownCity(database, cityId))) return refuse({ kind: 'refused' });
  const counted = await countUnnamed(database, { cityId, address, cookies, nowMs });
  const challenge = challengeOf(cookie, party, nowMs);
  const asserted = Asserted.safeParse(answer);
  const isWhole = counted.ok && challenge !== null && asserted.success;
  const [row] = isWhole ? await database.query<PasskeyRow>(PASSKEYS.find, [cityId, asserted.data.id]) : [];
  const { verifyAuthenticationResponse } = await webauthn();
  const verified =
    row && isWhole
      ? await verifyAuthenticationResponse({
          response: asserted.data,
          expectedChallenge: challenge.toString('base64url'),
          expectedOrigin: party.origin,
          expectedRPID: idOf(party),
          requireUserVerification: true,
          credential: {
            id: asserted.data.id,
            counter: row.useCount,
            publicKey: new Uint8Array(Buffer.from(row.publicKey, 'base64url')),
          },
        }).catch(() => null)
      : null;
  const session =
    row && verified?.verified && challenge !== null && accounts.includes(row.account)
      ? await database.transaction(async (queries) => {
          await queries.query(PASSKEYS.lockPerson, [cityId, row.personId]);
          const spending = [cityId, challenge.toString('base64url'), instantOf(nowMs)];
          if ((await queries.query(PASSKEYS.spend, spending)).length === 0) return null;
          const { newCounter, credentialID } = verified.authenticationInfo;
          // The passkey may have been removed while its answer was checked.
          const used = await queries.query(PASSKEYS.noteUse, [cityId, credentialID, newCounter]);
          if (used.length === 0) return null;
          return enter(queries, context, row, 'passkey', { cityId, address, nowMs });
        })
      : null;
  if (session !== null) return succeed(session);
  const refusal: SignInRefusal = counted.ok ? { kind: 'refused' } : counted.error;
  const bearer = row === undefined ? null : { tokenId: row.personId, name: row.name, role: row.role };
  await auditing.refusedSignIn({ cityId, what: 'signIn', result: refusal.kind, bearer, remoteAddress });
  return refuse(refusal);
}
