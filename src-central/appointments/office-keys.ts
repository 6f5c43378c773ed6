import { randomBytes } from 'node:crypto';
import type { OfficeKey } from '../../src-main/contract/centre/appointments.ts';
import { succeed } from '../../src-main/domain/result.ts';
import { recordAudit } from '../administration/audit.ts';
import { instantOf } from '../clock.ts';
import { newestOffice } from '../configuration/newest-office.ts';
import { lockOffice, type OfficePlace, recordChange } from '../configuration/office-changes.ts';
import type { Queries } from '../database/database.ts';
import type { Centre } from '../replica-context.ts';
import { type Handler, NO_OFFICE, refuseMember } from '../server/operation.ts';
import { heldDaysOf } from './held-days.ts';
import type { Keyring } from './keyring.ts';

export const OFFICE_KEYS = {
  all: 'SELECT key_no AS "keyNo", key, sealed FROM office_key WHERE city_id = $1 AND office_id = $2 ORDER BY key_no',
  insert: `INSERT INTO office_key (city_id, office_id, key_no, key, since, sealed)
    VALUES ($1, $2, $3::int, $4, $5::timestamptz, $6)`,
  forget: `DELETE FROM office_key WHERE city_id = $1 AND office_id = $2
      AND key_no < (SELECT max(newest.key_no) FROM office_key AS newest
        WHERE newest.city_id = $1 AND newest.office_id = $2)
      AND key_no NOT IN (SELECT appointment.key_no FROM appointment
        WHERE appointment.city_id = $1 AND appointment.office_id = $2 AND appointment.locator IS NOT NULL)
    RETURNING key_no`,
  /**
   * Drops the hashes of document numbers and codes that were made with earlier keys. The centre stores no number or code in the clear, so
   * it cannot hash them with the new key.
   */
  dropHashes: `UPDATE appointment SET key_no = $3::int, slow_hash = NULL, slow_hash_at = NULL, document_hash = NULL, code_hash = NULL
    WHERE city_id = $1 AND office_id = $2 AND locator IS NOT NULL AND key_no <> $3::int
    RETURNING appointment_id AS "appointmentId", service_day AS "serviceDay"`,
} as const;

const KEY_BYTES = 32;
const MOST_KEYS = 50;

interface KeyRow {
  keyNo: number;
  key: string | null;
  sealed: string | null;
}

const rowsOf = (queries: Queries, { cityId, officeId }: OfficePlace): Promise<KeyRow[]> =>
  queries.query<KeyRow>(OFFICE_KEYS.all, [cityId, officeId]);

/**
 * Returns the valid keys of an office, oldest first; the last key makes new hashes.
 * @throws UnknownKey if this replica lacks the key with which an office key is encrypted
 */
export const keysOf = async (queries: Queries, keyring: Keyring, place: OfficePlace): Promise<OfficeKey[]> =>
  (await rowsOf(queries, place)).map(({ keyNo, key, sealed }) => ({
    keyNo,
    key: sealed === null ? (key ?? '') : keyring.decrypt(place, keyNo, sealed),
  }));

/** Returns the newest key of an office, or makes the office's first key. The caller holds the office's lock. */
export async function newestKey(
  queries: Queries,
  keyring: Keyring,
  place: OfficePlace,
  nowMs: number,
): Promise<OfficeKey> {
  return (await keysOf(queries, keyring, place)).at(-1) ?? addKey(queries, keyring, place, 1, nowMs);
}

async function addKey(
  queries: Queries,
  keyring: Keyring,
  place: OfficePlace,
  keyNo: number,
  nowMs: number,
): Promise<OfficeKey> {
  const key = { keyNo, key: randomBytes(KEY_BYTES).toString('base64url') };
  const sealed = keyring.encrypt(place, keyNo, key.key);
  const clear = sealed === null ? key.key : null;
  await queries.query(OFFICE_KEYS.insert, [place.cityId, place.officeId, keyNo, clear, instantOf(nowMs), sealed]);
  await recordChange(queries, place, { kind: 'office-keys-changed', content: {} }, nowMs);
  return key;
}

/** Deletes office keys that are no longer used, and tells the office's kiosks. The caller holds the office's lock. */
export async function forgetKeys(queries: Queries, place: OfficePlace, nowMs: number): Promise<void> {
  const forgotten = await queries.query(OFFICE_KEYS.forget, [place.cityId, place.officeId]);
  if (forgotten.length > 0) await recordChange(queries, place, { kind: 'office-keys-changed', content: {} }, nowMs);
}

/**
 * Makes a new office key after a kiosk was revoked, unless the office has no key yet or, without `dropsHashes`, already has `MOST_KEYS`
 * keys. The caller holds the office's lock.
 * @param dropsHashes deletes the hashes made with earlier keys: appointments are then found only by locator or QR code, until their channel
 * sends number or code again
 */
export async function distrustKeys(
  queries: Queries,
  keyring: Keyring,
  place: OfficePlace,
  nowMs: number,
  dropsHashes: boolean,
): Promise<void> {
  // The keys are not decrypted, so that a kiosk can be revoked even if this replica lacks the key that encrypts them.
  const keys = await rowsOf(queries, place);
  const last = keys.at(-1);
  if (last === undefined || (keys.length >= MOST_KEYS && !dropsHashes)) return;
  const { keyNo } = await addKey(queries, keyring, place, last.keyNo + 1, nowMs);
  if (dropsHashes) {
    const dropped = [place.cityId, place.officeId, keyNo];
    const rows = await queries.query<{ appointmentId: string; serviceDay: string }>(OFFICE_KEYS.dropHashes, dropped);
    const office = await newestOffice(queries, place);
    const days = office === null ? [] : heldDaysOf(office, nowMs);
    for (const { appointmentId, serviceDay } of rows)
      if (days.includes(serviceDay))
        await recordChange(queries, place, { kind: 'appointment-changed', content: { appointmentId } }, nowMs);
  }
  await forgetKeys(queries, place, nowMs);
}

export const rotateOfficeKey =
  ({ database, clock, keyring }: Centre): Handler<'rotateOfficeKey'> =>
  async ({ params: place, caller }) =>
    database.transaction(async (queries) => {
      if (!(await lockOffice(queries, place))) return refuseMember('not-found', '/path/officeId', NO_OFFICE);
      const nowMs = clock.nowMs();
      const keys = await rowsOf(queries, place);
      if (keys.length >= MOST_KEYS) return refuseMember('too-many-keys', '/path/officeId');
      const { keyNo } = await addKey(queries, keyring, place, (keys.at(-1)?.keyNo ?? 0) + 1, nowMs);
      await forgetKeys(queries, place, nowMs);
      await recordAudit(queries, caller, 'rotateOfficeKey', { officeId: place.officeId, keyNo }, nowMs);
      return succeed({ body: { keyNo } });
    });
