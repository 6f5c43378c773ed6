import { createHash, randomBytes } from 'node:crypto';
import { type CityId, OfficeId } from '../../src-main/contract/shared/ids.ts';
import { keyedHash, slowHash } from '../../src-main/signing/keyed-hash.ts';
import { readGivenNumber } from '../appointments/document-number.ts';
import { type Keyring, unlessLost } from '../appointments/keyring.ts';
import { instantOf } from '../clock.ts';
import { mailboxOf } from '../contacts/address.ts';
import type { Queries } from '../database/database.ts';
import { addressNetwork, addressSubject } from '../enrolment/address-subject.ts';
import type { Centre } from '../replica-context.ts';
import type { BookingToken, ProvenHolder } from './booking.ts';

export const BOOKING_KEYS = {
  newest: `SELECT key_no AS "keyNo", key, sealed FROM booking_key WHERE city_id = $1 ORDER BY key_no DESC LIMIT 1`,
  make: `INSERT INTO booking_key (city_id, key_no, key, sealed, made_at) VALUES ($1, $2::int, $3, $4, $5::timestamptz)
    ON CONFLICT (city_id, key_no) DO NOTHING`,
  /**
   * Locks the city's keys, so that confirmations of proven holders run one after another in the whole city. Otherwise a person could exceed
   * the limit of open bookings at two offices at once.
   */
  lock: 'SELECT 1 FROM booking_key WHERE city_id = $1 ORDER BY key_no FOR NO KEY UPDATE',
} as const;

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
/** Each character has 5 random bits. */
const TOKEN_CHARACTERS = 26;

export function newToken(): BookingToken {
  return Array.from(randomBytes(TOKEN_CHARACTERS), (byte) => ALPHABET.charAt(byte % ALPHABET.length)).join('');
}

/** The database stores and finds tokens only by this hash. */
export const hashOfToken = (token: BookingToken): string =>
  createHash('sha256').update(`torn-booking\n${token.toUpperCase()}`).digest('base64url');

/** The keyring expects an office id for every key. A key of the city uses this id, which no office has. */
const OF_CITY = OfficeId.parse('city-of-bookings');

/**
 * Returns the city's key, which hashes proven holders and browsers' addresses. If this replica cannot decrypt the key, it makes a new key.
 * A holder hashed with the old key then counts as a different person.
 */
export async function cityKeyOf(
  queries: Queries,
  { keyring, clock }: { keyring: Keyring; clock: Centre['clock'] },
  cityId: CityId,
): Promise<string> {
  const place = { cityId, officeId: OF_CITY };
  for (;;) {
    const [row] = await queries.query<{ keyNo: number; key: string | null; sealed: string | null }>(
      BOOKING_KEYS.newest,
      [cityId],
    );
    const kept = row?.sealed;
    const known = row?.key ?? (kept ? unlessLost(() => keyring.decrypt(place, row.keyNo, kept)) : null);
    if (known !== null) return known;
    const keyNo = (row?.keyNo ?? 0) + 1;
    const key = randomBytes(32).toString('base64url');
    const sealed = keyring.encrypt(place, keyNo, key);
    const made = [cityId, keyNo, sealed === null ? key : null, sealed, instantOf(clock.nowMs())];
    await queries.query(BOOKING_KEYS.make, made);
  }
}

/** Returns the slow hash of a proven holder. `null`: the document number is malformed. */
export async function holderHash(cityKey: string, { by, value }: ProvenHolder): Promise<string | null> {
  const number = by === 'document' ? readGivenNumber(value) : null;
  if (number?.ok === false) return null;
  const text = number?.ok ? number.value : mailboxOf(value.trim().toLowerCase());
  return slowHash(cityKey, keyedHash(cityKey, 'document', `${by} ${text}`));
}

/**
 * Hashes a browser's address with a key of the city and the day. For an IPv6 address the result is the hash of its /48, a dot, and the hash
 * of its /64.
 */
export function visitorHash(cityKey: string, address: string, day: string): string {
  const hashed = (subject: string): string => keyedHash(cityKey, 'document', `visitor ${day} ${subject}`);
  const network = addressNetwork(address);
  return `${network === null ? '' : `${hashed(network)}.`}${hashed(addressSubject(address))}`;
}
