import { OfficeProfile } from '../../src-main/contract/shared/office-profile.ts';
import { isOpenAt } from '../../src-main/domain/opening-hours.ts';
import { refuse, succeed } from '../../src-main/domain/result.ts';
import { localDateTime } from '../../src-main/domain/service-day.ts';
import { recordAudit } from '../administration/audit.ts';
import { instantOf } from '../clock.ts';
import type { Centre } from '../replica-context.ts';
import { parsePart } from '../server/body.ts';
import type { Handler } from '../server/operation.ts';
import { calendarOf } from './calendars.ts';

export const BOOKINGS_OUTSIDE = {
  starts: `SELECT service_id AS "serviceId", start_at AS "startAt", count(*)::int AS count FROM appointment
    WHERE city_id = $1 AND office_id = $2 AND service_day >= $3::date AND start_at > $4::timestamptz
      AND locator IS NOT NULL AND cancelled_at IS NULL
      AND service_day < coalesce((SELECT min(coming.effective_from) FROM profile_version AS coming
        WHERE coming.city_id = $1 AND coming.office_id = $2 AND coming.effective_from > $3::date), 'infinity'::date)
    GROUP BY service_id, start_at`,
} as const;

interface Start {
  serviceId: string;
  startAt: string;
  count: number;
}

/** Counts, per day, the appointments that begin outside the opening hours of a draft profile: the office's hours, or a service's own. */
export const countBookingsOutside =
  ({ database, clock }: Centre): Handler<'countBookingsOutside'> =>
  async ({ params: { cityId, officeId }, body: { profile, effectiveFrom }, caller }) => {
    const read = parsePart(OfficeProfile, profile, 'profile');
    if (!read.ok) return refuse({ kind: 'invalid-profile', errors: read.error.errors });
    const { hours, services, zone, calendarId } = read.value;
    const nowMs = clock.nowMs();
    const own = new Map<string, typeof hours>(services.map((service) => [service.serviceId, service.hours ?? hours]));
    const calendar = calendarOf(calendarId);
    const draft = [cityId, officeId, effectiveFrom, instantOf(nowMs)];
    const starts = await database.query<Start>(BOOKINGS_OUTSIDE.starts, draft);
    const days = new Map<string, number>();
    for (const { serviceId, startAt, count } of starts) {
      const start = localDateTime(Date.parse(startAt), zone);
      if (isOpenAt(own.get(serviceId) ?? hours, calendar, start)) continue;
      days.set(start.date, (days.get(start.date) ?? 0) + count);
    }
    const sorted = [...days].map(([day, count]) => ({ day, count })).sort((a, b) => a.day.localeCompare(b.day));
    await recordAudit(database, caller, 'countBookingsOutside', { officeId, effectiveFrom }, nowMs);
    return succeed({ body: { days: sorted } });
  };
