import type { OfficePlace } from '../configuration/office-changes.ts';
import type { Queries } from '../database/database.ts';
import { forgetKeys } from './office-keys.ts';

export const FORGET_OVER = {
  appointments: `UPDATE appointment SET locator = NULL, document_hash = NULL, code_hash = NULL, slow_hash = NULL, slow_hash_at = NULL
    WHERE city_id = $1 AND office_id = $2 AND service_day < $3::date AND (locator IS NOT NULL OR slow_hash IS NOT NULL)
    RETURNING appointment_id`,
  bookings: `UPDATE booking SET token_hash = NULL, moved_by = NULL, opened_by = NULL, holder_hash = NULL
    WHERE city_id = $1 AND appointment_id = ANY ($2::uuid[])`,
  departures: 'DELETE FROM appointment_departure WHERE city_id = $1 AND office_id = $2 AND service_day < $3::date',
} as const;

/**
 * Deletes the identifying data of appointments whose service day is over, and the office keys that only these appointments needed. The
 * caller holds the office's lock.
 */
export async function forgetOver(queries: Queries, place: OfficePlace, today: string, nowMs: number): Promise<void> {
  const parameters = [place.cityId, place.officeId, today];
  await queries.query(FORGET_OVER.departures, parameters);
  const over = await queries.query<{ appointment_id: string }>(FORGET_OVER.appointments, parameters);
  if (over.length === 0) return;
  await queries.query(FORGET_OVER.bookings, [place.cityId, over.map((row) => row.appointment_id)]);
  await forgetKeys(queries, place, nowMs);
}
