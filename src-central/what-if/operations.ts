import { z } from 'zod';
import { TwinAnswered } from '../../src-main/contract/centre/twin.ts';
import { OfficeProfile } from '../../src-main/contract/shared/office-profile.ts';
import { Instant } from '../../src-main/contract/shared/times.ts';
import { addDays } from '../../src-main/domain/calendar-day.ts';
import { succeed } from '../../src-main/domain/result.ts';
import { serviceDayOf } from '../../src-main/domain/service-day.ts';
import { instantOf } from '../clock.ts';
import { calendarOf } from '../configuration/calendars.ts';
import { newestProfile } from '../configuration/profile-versions.ts';
import { countTry, type Limit } from '../enrolment/rate-limit.ts';
import type { DayReader, FiguredOffice } from '../figures/kept-days.ts';
import { quarterFigures } from '../figures/quarter-figures.ts';
import type { Centre } from '../replica-context.ts';
import { type Handler, NO_OFFICE, refuseMember } from '../server/operation.ts';
import type { OperationsRegistrar } from '../server/server.ts';
import { readChange } from '../twin/changes.ts';
import type { Asked } from './answer.ts';
import type { Measured } from './measured-office.ts';
import { type RunTwin, runInThread } from './run-thread.ts';

export const TWIN_DAY = {
  read: `SELECT answers -> $4::text AS answer, begun_at AS "begunAt" FROM twin_day
    WHERE city_id = $1 AND office_id = $2 AND service_day = $3::date`,
  /** Begins a computation for an office, one at a time among all replicas. Answers of another day are dropped. */
  begin: `INSERT INTO twin_day (city_id, office_id, service_day, begun_at, answers)
    VALUES ($1, $2, $3::date, $4::timestamptz, '{}')
    ON CONFLICT (city_id, office_id) DO UPDATE SET service_day = EXCLUDED.service_day, begun_at = EXCLUDED.begun_at,
      answers = CASE WHEN twin_day.service_day = EXCLUDED.service_day THEN twin_day.answers ELSE '{}' END
    WHERE twin_day.begun_at IS NULL OR twin_day.begun_at <= $5::timestamptz OR twin_day.begun_at > EXCLUDED.begun_at
    RETURNING office_id`,
  /** Ends only the computation that began at `$4`, because a later one may have replaced it. */
  end: `UPDATE twin_day SET begun_at = NULL, answers = answers || $5::text::jsonb
    WHERE city_id = $1 AND office_id = $2 AND service_day = $3::date AND begun_at = $4::timestamptz`,
  kiosks: `SELECT count(*)::int AS kiosks FROM kiosk WHERE city_id = $1 AND office_id = $2`,
} as const;

/** An unfinished computation counts as lost with its replica after this long. */
const LOST_AFTER_MS = 5 * 60_000;
/**
 * The answer that data are lacking is used for this long. Then the question is computed again, because days and desks change, and a slow
 * computation may succeed.
 */
const LACK_HOLDS_MS = 3_600_000;
/** Each computation takes seconds of a processor, so an hour has at most this many. */
const BEGUN: Limit = { action: 'twin', most: 30, windowMs: 3_600_000 };
/** Days of measurements that are read: quarters of an hour, and the figures of days, which cost more to count. */
const [ROWS_DAYS, FIGURES_DAYS] = [56, 28];

/**
 * Registers the question about an office's day. It returns the stored answer; if none is stored, it begins to compute one, and answers that
 * it is being computed.
 */
export function registerTwin(
  server: OperationsRegistrar,
  centre: Centre,
  reader: DayReader,
  run: RunTwin = runInThread,
): void {
  const { database, clock, logger } = centre;
  let isRunning = false;

  const readTwin: Handler<'readTwin'> = async ({ params: place, query }) => {
    const change = query.change === undefined ? null : readChange(query.change);
    if (query.change !== undefined && change === null) return refuseMember('malformed-request', '/query/change');
    const office = await reader.officeOf(place.cityId, place.officeId);
    if (office === null) return refuseMember('not-found', '/path/officeId', NO_OFFICE);
    const nowMs = clock.nowMs();
    const today = serviceDayOf(nowMs, office.details.zone);
    const question = change === null ? '' : JSON.stringify(change);
    const [row] = await database.query<{ answer: unknown; begunAt: string | null }>(TWIN_DAY.read, [
      place.cityId,
      place.officeId,
      today,
      question,
    ]);
    const answered = keptAnswer(row?.answer, nowMs);
    if (answered !== null) return succeed({ body: answered });
    const profile = await newestProfile(database, office, OfficeProfile);
    if (profile === null) return succeed({ body: { state: 'lacks', lack: 'no-profile' } });
    const isBegun = row?.begunAt != null && Math.abs(nowMs - Date.parse(row.begunAt)) < LOST_AFTER_MS;
    if (isRunning || isBegun) return succeed({ body: { state: 'working' } });
    isRunning = true;
    const counted = await countTry(database, place.cityId, BEGUN, place.officeId, nowMs).catch((error: unknown) => {
      isRunning = false;
      throw error;
    });
    if (!counted.ok) {
      isRunning = false;
      return counted;
    }
    // The request does not wait. After a failure of the database, the page's next request tries again.
    void compute(office, profile, { today, now: instantOf(nowMs), change }, question)
      .catch((err: unknown) => logger.warn({ event: 'twin-failed', err }))
      .finally(() => {
        isRunning = false;
      });
    return succeed({ body: { state: 'working' } });
  };

  async function compute(
    office: FiguredOffice,
    profile: OfficeProfile,
    asked: Pick<Asked, 'today' | 'now' | 'change'>,
    question: string,
  ): Promise<void> {
    const own = [office.cityId, office.officeId, asked.today, asked.now];
    const lostBefore = instantOf(Date.parse(asked.now) - LOST_AFTER_MS);
    if ((await database.query(TWIN_DAY.begin, [...own, lostBefore])).length === 0) return;
    const answered = await run({ profile, ...(await measuredOf(office, profile, asked.today)), ...asked });
    const kept: TwinAnswered = answered ?? { state: 'lacks', lack: 'failed' };
    const at = kept.state === 'lacks' ? { at: asked.now } : {};
    await database.query(TWIN_DAY.end, [...own, JSON.stringify({ [question]: { ...kept, ...at } })]);
  }

  async function measuredOf(
    office: FiguredOffice,
    profile: OfficeProfile,
    today: string,
  ): Promise<Omit<Measured, 'profile'>> {
    const { cityId, officeId, details } = office;
    const from = addDays(today, -ROWS_DAYS);
    const rows = await quarterFigures(database, { cityId, officeId, from, until: today, zone: details.zone });
    const dates = Array.from({ length: FIGURES_DAYS }, (_, at) => addDays(today, at - FIGURES_DAYS));
    const days = [...(await reader.daysOf(office, dates))].map(([day, { total, hours, classes, appointments }]) => ({
      day,
      total,
      hours,
      classes,
      appointments,
    }));
    const [count] = await database.query<{ kiosks: number }>(TWIN_DAY.kiosks, [cityId, officeId]);
    return { calendar: calendarOf(profile.calendarId), kiosks: count?.kiosks ?? 1, rows, days };
  }

  server.registerOperation('readTwin', readTwin);
}

const LackAt = z.object({ at: Instant });

/**
 * Returns the stored answer while it is valid. `null`: there is none, the answer says that data are lacking and is older than
 * `LACK_HOLDS_MS`, or it cannot be read because another release wrote it.
 */
function keptAnswer(stored: unknown, nowMs: number): TwinAnswered | null {
  const answered = TwinAnswered.safeParse(stored).data ?? null;
  if (answered?.state !== 'lacks') return answered;
  const at = LackAt.safeParse(stored).data?.at;
  return at !== undefined && Math.abs(nowMs - Date.parse(at)) < LACK_HOLDS_MS ? answered : null;
}
