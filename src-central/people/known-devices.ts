import { createHash, randomBytes } from 'node:crypto';
import type { CityId } from '../../src-main/contract/shared/ids.ts';
import { instantOf } from '../clock.ts';
import type { Queries } from '../database/database.ts';
import { COOKIE_ATTRIBUTES, cookieIn } from './sessions.ts';

export const KNOWN_DEVICES = {
  ofPerson: `SELECT 1 FROM known_device AS device
    JOIN person ON person.city_id = device.city_id AND person.person_id = device.person_id
    WHERE device.city_id = $1 AND device.device_hash = $2 AND person.name_key = $3 AND person.withdrawn_at IS NULL`,
  find: 'SELECT 1 FROM known_device WHERE city_id = $1 AND device_hash = $2 LIMIT 1',
  remember: `INSERT INTO known_device (city_id, device_hash, person_id, made_at, used_at)
    VALUES ($1, $2, $3::uuid, $4::timestamptz, $4::timestamptz)
    ON CONFLICT (city_id, device_hash, person_id) DO UPDATE SET used_at = EXCLUDED.used_at`,
  forget: `DELETE FROM known_device WHERE city_id = $1 AND person_id = $2::uuid AND device_hash NOT IN (
    SELECT device_hash FROM known_device WHERE city_id = $1 AND person_id = $2::uuid
    ORDER BY used_at DESC, device_hash LIMIT $3::int)`,
} as const;

export const DEVICE_COOKIE = '__Host-torn-device';
const SECRET_BYTES = 32;
/** The cookie of a device lasts as long as the database keeps the device's row by default. */
const LIVES_S = 90 * 86_400;
/** A person keeps at most this many known devices, more than a person uses. The least recently used one is forgotten first. */
const MOST_DEVICES = 10;

const hashOf = (secret: string): string => createHash('sha256').update(`torn device ${secret}`).digest('base64url');

function secretIn(header: string | undefined): string | null {
  const value = cookieIn(header, DEVICE_COOKIE);
  return value !== null && /^[\w-]{43}$/.test(value) ? value : null;
}

/**
 * Returns the device of a request, if the person with this name (`null`: any person) has signed in on that device. Tries on a known device
 * are counted separately, so that strangers cannot block the person's sign-in. A known device proves nothing about who uses it.
 */
export async function knownDevice(
  queries: Queries,
  cityId: CityId,
  header: string | undefined,
  nameKey: string | null,
): Promise<string | null> {
  const secret = secretIn(header);
  if (secret === null) return null;
  const hash = hashOf(secret);
  const found = await (nameKey === null
    ? queries.query(KNOWN_DEVICES.find, [cityId, hash])
    : queries.query(KNOWN_DEVICES.ofPerson, [cityId, hash, nameKey]));
  return found.length > 0 ? hash : null;
}

/** Remembers the device on which a person has just signed in. Returns the cookie to set. People may share a device. */
export async function rememberDevice(
  queries: Queries,
  cityId: CityId,
  header: string | undefined,
  personId: string,
  nowMs: number,
): Promise<string> {
  const isKnown = (await knownDevice(queries, cityId, header, null)) !== null;
  const secret = (isKnown ? secretIn(header) : null) ?? randomBytes(SECRET_BYTES).toString('base64url');
  await queries.query(KNOWN_DEVICES.remember, [cityId, hashOf(secret), personId, instantOf(nowMs)]);
  await queries.query(KNOWN_DEVICES.forget, [cityId, personId, MOST_DEVICES]);
  return `${DEVICE_COOKIE}=${secret}; ${COOKIE_ATTRIBUTES}; Max-Age=${LIVES_S}`;
}
