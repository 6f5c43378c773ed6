import type { OfficePlace } from '../configuration/office-changes.ts';
import type { Queries } from '../database/database.ts';
import { forgetKeys } from './office-keys.ts';

export const FORGET_OVER = {
  appointments: `UPDATE appointment SET locator = NULL, document_hash = NULL, code_hash = NULL, slow_hash = NULL, slow_hash_at = NULL
    WHERE city_id = $1 AND office_id = $2 AND service_day < $3::date AND (locator IS NOT NULL OR slow_hash IS NOT NULL)
    RETURNING appointment_id`,
  departures: 'DELETE FROM appointment_departure WHERE city_id = $1 AND office_id = $2 AND service_day < $3::date',
} as const;

/**
 * Deletes the identifying data of appointments whose service day is over, and the keys that only those appointments needed. The caller
 * holds the office's lock.
 */
export async function forgetOver(queries: Queries, place: OfficePlace, today: string, nowMs: number): Promise<void> {
  const parameters = [place.cityId, place.officeId, today];
  await queries.query(FORGET_OVER.departures, parameters);
  const over = await queries.query(FORGET_OVER.appointments, parameters);
  if (over.length > 0) await forgetKeys(queries, place, nowMs);
}
