import { createHash } from 'node:crypto';
import { ChannelId } from '../../src-main/contract/centre/appointments.ts';
import { REQUEST_COUNT_HEADER, TAGS } from '../../src-main/contract/centre/signing.ts';
import { type CityId, KeyId, type OfficeId, PublicKey } from '../../src-main/contract/shared/ids.ts';
import { type Result, refuse, succeed } from '../../src-main/domain/result.ts';
import { keyIdOf } from '../../src-main/signing/keys.ts';
import {
  type RequestToSign,
  readSignature,
  verifyRequest,
  verifyRequestHead,
} from '../../src-main/signing/signed-messages.ts';
import type { AuditedBearer } from '../administration/audit.ts';
import { instantOf } from '../clock.ts';
import type { Queries } from '../database/database.ts';
import { slotOf } from '../enrolment/slot-of.ts';
import type { CandidateCaller, ChannelCaller, KioskCaller, Refusal, TokenCaller } from './operation.ts';

export const CREDENTIALS = {
  kioskOfKey: `SELECT key.kiosk_id AS "kioskId", key.public_key AS "publicKey", kiosk.office_id AS "officeId", ${slotOf('kiosk')} AS slot,
      kiosk.revoked_at IS NOT NULL AS revoked,
      EXISTS (SELECT 1 FROM kiosk AS successor WHERE successor.city_id = $1 AND successor.replaces = kiosk.kiosk_id) AS replaced
    FROM kiosk_key AS key JOIN kiosk ON kiosk.city_id = key.city_id AND kiosk.kiosk_id = key.kiosk_id
    WHERE key.city_id = $1 AND key.key_id = $2 AND (key.until IS NULL OR key.until > $3::timestamptz)`,
  countRead: `UPDATE kiosk_contact SET request_count = $3::bigint, last_heard_at = $4::timestamptz
    WHERE city_id = $1 AND kiosk_id = $2 AND request_count < $3::bigint RETURNING request_count`,
  lastRead: 'SELECT request_count AS "requestCount" FROM kiosk_contact WHERE city_id = $1 AND kiosk_id = $2',
  token: `SELECT token_id AS "tokenId", name, role, office_id AS "officeId", withdrawn_at IS NOT NULL AS withdrawn,
      until_at <= $3::timestamptz AS expired
    FROM access_token WHERE city_id = $1 AND token_hash IN ($2, $4)`,
  channelToken: `SELECT token_id AS "tokenId", name, channel_id AS "channelId", withdrawn_at IS NOT NULL AS withdrawn,
      coalesce(until_at <= $3::timestamptz, false) AS expired
    FROM channel_token WHERE city_id = $1 AND token_hash IN ($2, $4)`,
} as const;

interface KeyRow extends Omit<KioskCaller, 'cityId' | 'keyId'> {
  publicKey: string;
  revoked: boolean;
  replaced: boolean;
}

export interface Revocation {
  replaced?: true;
}

/**
 * Authenticates a kiosk by its signature, before the body is read. Key and revocation are read from the database each time, so that every
 * replica knows a change at once. A revoked kiosk is returned with `revoked`, because its events are stored. `onProved` is called once a
 * read's signature is verified; from then on answers are signed.
 */
export async function authenticateKiosk(
  request: Omit<RequestToSign, 'body'>,
  { cityId, kioskId }: Pick<KioskCaller, 'cityId' | 'kioskId'>,
  queries: Queries,
  nowMs: number,
  onProved: () => void,
): Promise<Result<{ kiosk: KioskCaller; revoked: Revocation | null }, Refusal>> {
  const isRead = request.method === 'GET';
  const signature = readSignature(request);
  const isCounted = request.headers[REQUEST_COUNT_HEADER] !== undefined;
  if (signature === null || signature.tag !== TAGS.kiosk || (isRead && !isCounted)) return refuse({ kind: 'unsigned' });
  const [row] = await queries.query<KeyRow>(CREDENTIALS.kioskOfKey, [cityId, signature.keyId, instantOf(nowMs)]);
  if (!row) return refuse({ kind: 'unknown-key' });
  if (!(await verifyRequestHead(request, PublicKey.parse(row.publicKey)))) return refuse({ kind: 'bad-signature' });
  // A read consists only of its head, so its signature is verified here. Another request is verified once its body is complete.
  if (isRead) onProved();
  const { publicKey: _, revoked, replaced, ...kiosk } = row;
  if (row.kioskId !== kioskId) return refuse({ kind: 'not-yours' });
  const revocation = revoked ? { ...(replaced ? { replaced: true as const } : {}) } : null;
  if (isRead && !revoked) {
    const counted = await countRead(request, cityId, kioskId, queries, nowMs);
    if (!counted.ok) return counted;
  }
  return succeed({ kiosk: { ...kiosk, cityId, keyId: KeyId.parse(signature.keyId) }, revoked: revocation });
}

async function countRead(
  { headers }: Pick<RequestToSign, 'headers'>,
  cityId: CityId,
  kioskId: string,
  queries: Queries,
  nowMs: number,
): Promise<Result<null, Refusal>> {
  const text = headers[REQUEST_COUNT_HEADER] ?? '';
  if (!/^[0-9]{1,15}$/.test(text))
    return refuse({
      kind: 'malformed-request',
      errors: [{ pointer: '/headers/torn-request', detail: 'expected a whole number' }],
    });
  const place = [cityId, kioskId];
  const rows = await queries.query(CREDENTIALS.countRead, [...place, Number(text), instantOf(nowMs)]);
  if (rows.length > 0) return succeed(null);
  const [last] = await queries.query<{ requestCount: number }>(CREDENTIALS.lastRead, place);
  return refuse({ kind: 'replayed-request', above: last?.requestCount ?? 0 });
}

/**
 * Whether the head has the signature of a candidate (a kiosk that asks to be enrolled) with a valid key id. The signature is not verified
 * here, because its key may come in the body.
 */
export function isCandidateSignature(request: Pick<RequestToSign, 'headers'>): boolean {
  const signature = readSignature(request);
  return signature?.tag === TAGS.candidate && KeyId.safeParse(signature.keyId).success;
}

/** Authenticates a candidate by its signature. `findKey` returns the candidate's public key, from the body or from a waiting enrolment. */
export async function authenticateCandidate(
  request: RequestToSign,
  findKey: () => Promise<Result<string, Refusal>>,
  onProved: () => void,
): Promise<Result<CandidateCaller, Refusal>> {
  const signature = readSignature(request);
  if (signature === null || signature.tag !== TAGS.candidate) return refuse({ kind: 'unsigned' });
  const found = await findKey();
  if (!found.ok) return found;
  const publicKey = PublicKey.parse(found.value);
  const keyId = keyIdOf(publicKey);
  if (keyId !== signature.keyId) return refuse({ kind: request.body ? 'bad-signature' : 'not-yours' });
  if (!(await verifyRequest(request, publicKey))) return refuse({ kind: 'bad-signature' });
  onProved();
  return succeed({ keyId, publicKey });
}

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('base64url');

/**
 * Returns the hash under which a token is stored, base64url. Replicas of releases before 2026-11-26 compute another hash and so do not find
 * these tokens; otherwise they would give each of them an administrator's rights without an end. The prefix contains spaces and a token
 * does not, so the two hashes never have the same input.
 */
export const tokenHash = (token: string): string => sha256(`torn token with a role and an end ${token}`);
/** The hash under which a replica of a release before 2026-11-26 stores its tokens. */
const formerTokenHash = (token: string): string => sha256(token);

/** The parts of a request by which its token is checked. No other part has been read at that time. */
export interface SignIn {
  authorization: string | undefined;
  cityId: CityId;
  address: string;
  nowMs: number;
}

export interface SignInRefusal {
  kind: 'bad-token' | 'token-expired' | 'wrong-token';
  /** The token's owner. `null`: no such token exists, or the request has none. */
  bearer: AuditedBearer | null;
}

/** Authenticates a person or program of the city by its token. The token of a booking channel is refused. */
export const authenticateToken = async (
  signIn: SignIn,
  queries: Queries,
): Promise<Result<TokenCaller, SignInRefusal>> => {
  const found = await tokenOf(signIn, queries);
  if (!found.ok) return found;
  if (!('role' in found.value)) return refuse({ kind: 'wrong-token', bearer: found.value });
  const { tokenId, name, role, officeId } = found.value;
  const officeIds = officeId === null ? null : [officeId];
  return succeed({ tokenId, name, role, officeIds, cityId: signIn.cityId, address: signIn.address });
};

export const authenticateChannel = async (
  signIn: SignIn,
  queries: Queries,
): Promise<Result<ChannelCaller, SignInRefusal>> => {
  const found = await tokenOf(signIn, queries);
  if (!found.ok) return found;
  if (!('channelId' in found.value)) return refuse({ kind: 'wrong-token', bearer: found.value });
  const { tokenId, name, channelId } = found.value;
  const { cityId, address } = signIn;
  return succeed({ tokenId, name, cityId, address, channelId: ChannelId.parse(channelId) });
};

interface TokenRow {
  tokenId: string;
  name: string;
  withdrawn: boolean;
  expired: boolean;
}
interface PersonRow extends TokenRow {
  role: string;
  officeId: OfficeId | null;
}
interface ChannelRow extends TokenRow {
  channelId: string;
}

async function tokenOf(
  { authorization, cityId, nowMs }: SignIn,
  queries: Queries,
): Promise<Result<PersonRow | ChannelRow, SignInRefusal>> {
  const token = /^Bearer ([A-Za-z0-9._~+/-]{20,200}=*)$/i.exec(authorization ?? '')?.[1];
  if (token === undefined) return refuse({ kind: 'bad-token', bearer: null });
  const key = [cityId, tokenHash(token), instantOf(nowMs), formerTokenHash(token)];
  const [person] = await queries.query<PersonRow>(CREDENTIALS.token, key);
  const row = person ?? (await queries.query<ChannelRow>(CREDENTIALS.channelToken, key))[0];
  if (!row) return refuse({ kind: 'bad-token', bearer: null });
  if (row.withdrawn) return refuse({ kind: 'bad-token', bearer: row });
  return row.expired ? refuse({ kind: 'token-expired', bearer: row }) : succeed(row);
}
