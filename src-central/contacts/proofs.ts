import { createHash, randomBytes, randomInt } from 'node:crypto';
import type { CityId } from '../../src-main/contract/shared/ids.ts';
import { type Result, refuse, succeed } from '../../src-main/domain/result.ts';
import type { Keyring } from '../appointments/keyring.ts';
import { ADDRESSES_OF_NETWORK, networkOf } from '../booking/visitors.ts';
import { type Clock, instantOf } from '../clock.ts';
import type { Database } from '../database/database.ts';
import { countTry, type Limit } from '../enrolment/rate-limit.ts';
import type { Contact, ContactKind } from './address.ts';
import { mailboxOf, readContact } from './address.ts';
import { mayProve } from './domains.ts';
import type { Reach, Words } from './reach.ts';

export const PROOFS = {
  insert: `INSERT INTO contact_proof (city_id, proof_hash, by, sealed, code_hash, until_at)
    VALUES ($1, $2, $3, $4, $5, $6::timestamptz)`,
  /** The try of a typed code is counted before the code is compared, so that parallel tries are counted too. */
  count: `UPDATE contact_proof SET tries = tries + 1
    WHERE city_id = $1 AND proof_hash = $2 AND until_at > $3::timestamptz AND proven_at IS NULL AND tries < $4::int
    RETURNING by, sealed, code_hash AS "codeHash", tries`,
  prove: `UPDATE contact_proof SET proven_at = $3::timestamptz WHERE city_id = $1 AND proof_hash = $2 AND proven_at IS NULL
    RETURNING proof_hash`,
  read: `SELECT by, sealed FROM contact_proof
    WHERE city_id = $1 AND proof_hash = $2 AND until_at > $3::timestamptz AND proven_at IS NOT NULL`,
  remove: 'DELETE FROM contact_proof WHERE city_id = $1 AND proof_hash = $2',
} as const;

/** A code is valid for as long as an appointment time is held for a person who is booking it. */
const CODE_LIVES_MS = 10 * 60_000;
const MOST_TRIES = 5;
const CODE_DIGITS = 6;
const SECRET_BYTES = 20;
const HOUR_MS = 3_600_000;
/** The limits keep an attacker from flooding a mailbox or a telephone, and from running up the gateway's bill. */
const CODES_TO_AN_ADDRESS: Limit = { action: 'code-to-address', most: 4, windowMs: HOUR_MS };
const CODES_OF_A_VISITOR: Limit = { action: 'code-of-visitor', most: 12, windowMs: HOUR_MS };
/** The owner of an IPv6 network (/48) could be a new visitor for each code, so the network has its own limit. */
const CODES_OF_A_NETWORK: Limit = {
  action: 'code-of-network',
  windowMs: HOUR_MS,
  most: CODES_OF_A_VISITOR.most * ADDRESSES_OF_NETWORK,
};
const CODES_OF_A_CITY: Limit = { action: 'code-of-city', most: 2_000, windowMs: HOUR_MS };
/**
 * A city's limits on codes for people who join the waiting list. `hold`: their browser holds no appointment time; `hold-and-answer`: it has
 * no puzzle's answer either. These limits are separate, so that such codes cannot use up the codes of people who hold an appointment time.
 */
const CODES_WITHOUT: Record<'hold' | 'hold-and-answer', Limit> = {
  hold: { action: 'code-without-hold', most: 300, windowMs: HOUR_MS },
  'hold-and-answer': { action: 'code-without-answer', most: 60, windowMs: HOUR_MS },
};

export interface ProofParts {
  database: Database;
  clock: Clock;
  keyring: Keyring;
  reach: Reach;
}

/**
 * The secret of a proof that an address belongs to a person. Only the browser that requested the code has this secret; it sends the secret
 * with the typed code, and later to show that the proof is done.
 */
export type ProofToken = string;

export type NotAsked = { kind: 'bad-address' } | { kind: 'not-offered' } | { kind: 'too-many' } | { kind: 'not-sent' };

/** Hashes a code with its token. The database does not have the token, so six digits cannot be tried out against a stolen copy. */
const codeHashOf = (token: ProofToken, code: string): string =>
  createHash('sha256').update(`torn contact code ${token} ${code}`).digest('base64url');
const proofHashOf = (token: ProofToken): string =>
  createHash('sha256').update(`torn contact proof ${token}`).digest('base64url');
const boundTo = (cityId: CityId, proofHash: string) => ['torn-contact-proof', cityId, proofHash] as const;

interface SealedRow {
  by: ContactKind;
  sealed: string;
}

const contactIn = (keyring: Keyring, cityId: CityId, proofHash: string, { by, sealed }: SealedRow): Contact => ({
  by,
  address: keyring.decryptValue(boundTo(cityId, proofHash), sealed).toString(),
});

/**
 * Sends a code of six digits to an address. Returns once the mail server or the gateway has accepted it, so that the person does not wait
 * in vain for a message.
 * @param visitor the keyed hash of the browser's address
 * @param without the safeguards that the browser lacks: a held appointment time, and a puzzle's answer
 */
export async function askCode(
  { database, clock, keyring, reach }: ProofParts,
  cityId: CityId,
  asked: {
    by: ContactKind;
    address: string;
    visitor: string;
    words: (code: string) => Words;
    without?: keyof typeof CODES_WITHOUT | null;
  },
): Promise<Result<{ proof: ProofToken; contact: Contact }, NotAsked>> {
  if (!reach.offered.includes(asked.by) || keyring.encryptsWith === null) return refuse({ kind: 'not-offered' });
  const contact = readContact(asked.by, asked.address);
  if (contact === null) return refuse({ kind: 'bad-address' });
  const nowMs = clock.nowMs();
  const network = networkOf(asked.visitor);
  const [mark = ''] = keyring.marks('contact', `${cityId} ${mailboxOf(contact.address)}`);
  for (const [limit, subject] of [
    [CODES_OF_A_VISITOR, asked.visitor],
    ...(network === null ? [] : [[CODES_OF_A_NETWORK, network] as const]),
    [CODES_TO_AN_ADDRESS, mark],
    ...(asked.without ? [[CODES_WITHOUT[asked.without], ''] as const] : []),
    [CODES_OF_A_CITY, ''],
  ] as const)
    if (!(await countTry(database, cityId, limit, subject, nowMs)).ok) return refuse({ kind: 'too-many' });

  const proof = randomBytes(SECRET_BYTES).toString('base64url');
  const code = String(randomInt(10 ** CODE_DIGITS)).padStart(CODE_DIGITS, '0');
  const proofHash = proofHashOf(proof);
  const sealed = keyring.encryptValue(boundTo(cityId, proofHash), Buffer.from(contact.address));
  const until = instantOf(nowMs + CODE_LIVES_MS);
  await database.query(PROOFS.insert, [cityId, proofHash, contact.by, sealed, codeHashOf(proof, code), until]);
  const sent = await reach.send(contact, asked.words(code));
  if (sent.ok) return succeed({ proof, contact });
  await database.query(PROOFS.remove, [cityId, proofHash]);
  return refuse({ kind: 'not-sent' });
}

/**
 * Compares a typed code. `over`: it has expired, was tried five times, was already answered, or is unknown; `too-many`: the mail domain has
 * reached today's limit.
 */
export async function answerCode(
  { database, clock, keyring }: Pick<ProofParts, 'database' | 'clock' | 'keyring'>,
  cityId: CityId,
  proof: ProofToken,
  code: string,
): Promise<Result<Contact, { kind: 'wrong'; left: number } | { kind: 'over' } | { kind: 'too-many' }>> {
  const proofHash = proofHashOf(proof);
  const now = instantOf(clock.nowMs());
  const tried = [cityId, proofHash, now, MOST_TRIES];
  const [row] = await database.query<SealedRow & { codeHash: string; tries: number }>(PROOFS.count, tried);
  if (row === undefined) return refuse({ kind: 'over' });
  if (codeHashOf(proof, code.replace(/\s/g, '')) !== row.codeHash)
    return row.tries >= MOST_TRIES ? refuse({ kind: 'over' }) : refuse({ kind: 'wrong', left: MOST_TRIES - row.tries });
  const contact = contactIn(keyring, cityId, proofHash, row);
  if (!(await mayProve({ database, keyring }, cityId, contact, clock.nowMs()))) return refuse({ kind: 'too-many' });
  if ((await database.query(PROOFS.prove, [cityId, proofHash, now])).length === 0) return refuse({ kind: 'over' });
  return succeed(contact);
}

export async function provenBy(
  { database, clock, keyring }: Pick<ProofParts, 'database' | 'clock' | 'keyring'>,
  cityId: CityId,
  proof: ProofToken,
): Promise<Contact | null> {
  const proofHash = proofHashOf(proof);
  const parameters = [cityId, proofHash, instantOf(clock.nowMs())];
  const [row] = await database.query<SealedRow>(PROOFS.read, parameters);
  return row === undefined ? null : contactIn(keyring, cityId, proofHash, row);
}
