import type { Terms } from '../../src-main/contract/shared/retention.ts';
import { addDays } from '../../src-main/domain/calendar-day.ts';
import { serviceDayOf } from '../../src-main/domain/service-day.ts';
import { forgetOver } from '../appointments/forget-over.ts';
import { instantOf } from '../clock.ts';
import { CHANGES_KEPT_MS, lockOffice, OFFICE_CHANGES, type OfficePlace } from '../configuration/office-changes.ts';
import type { Database } from '../database/database.ts';
import type { Batches } from './attempts.ts';

const DUE = 'city_id = $1 AND office_id = $2 AND service_day < $3::date';

export const DUE_BOOKINGS = {
  offices: 'SELECT office_id AS "officeId" FROM office WHERE city_id = $1 ORDER BY office_id',
  countSecrets: `SELECT count(*)::int AS due FROM appointment WHERE ${DUE} AND locator IS NOT NULL`,
  countRows: `SELECT count(*)::int AS due FROM appointment WHERE ${DUE}`,
  countChanges: `SELECT count(*)::int AS due FROM office_change
    WHERE city_id = $1 AND office_id = $2 AND changed_at < $3::timestamptz`,
  end: `DELETE FROM appointment WHERE city_id = $1 AND appointment_id IN
    (SELECT appointment_id FROM appointment WHERE ${DUE} LIMIT $4::int) RETURNING 1`,
} as const;

export interface BookingsOrder extends Batches {
  place: OfficePlace;
  zone: string;
  horizonMs: number;
  terms: Terms;
}

export interface BookingCounts {
  'booking-secret': number;
  booking: number;
  change: number;
}

/**
 * Deletes the identifying data of an office's appointments after the day of each (`forgetOver`), the bookings after their retention term,
 * and the office's changes after `CHANGES_KEPT_MS`. `isDryRun`: only counts them.
 */
export async function endBookings(database: Database, order: BookingsOrder): Promise<BookingCounts> {
  const { place, zone, horizonMs, terms, size, isDryRun, onBatch } = order;
  const own = [place.cityId, place.officeId];
  const today = serviceDayOf(horizonMs, zone);
  const firstKept = addDays(today, -terms.booking);
  const countOf = async (sql: string, cut: string): Promise<number> =>
    (await database.query<{ due: number }>(sql, [...own, cut]))[0]?.due ?? 0;
  const changesBefore = instantOf(horizonMs - CHANGES_KEPT_MS);
  const counts = {
    'booking-secret': await countOf(DUE_BOOKINGS.countSecrets, today),
    booking: isDryRun ? await countOf(DUE_BOOKINGS.countRows, firstKept) : 0,
    change: await countOf(DUE_BOOKINGS.countChanges, changesBefore),
  };
  if (isDryRun) return counts;
  await database.transaction(async (queries) => {
    if (!(await lockOffice(queries, place))) return;
    await forgetOver(queries, place, today, horizonMs);
    await queries.query(OFFICE_CHANGES.forget, [...own, changesBefore]);
  });
  for (;;) {
    const ended = await database.transaction(async (queries) => {
      await lockOffice(queries, place);
      return (await queries.query(DUE_BOOKINGS.end, [...own, firstKept, size])).length;
    });
    counts.booking += ended;
    await onBatch();
    if (ended < size) return counts;
  }
}
