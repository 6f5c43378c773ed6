import { DayFigures } from '../../src-main/contract/centre/day-figures.ts';
import type { CityId, OfficeId } from '../../src-main/contract/shared/ids.ts';
import type { Terms } from '../../src-main/contract/shared/retention.ts';
import { addDays } from '../../src-main/domain/calendar-day.ts';
import { serviceDayOf } from '../../src-main/domain/service-day.ts';
import { createOfficeStates } from '../booking/office-state.ts';
import { type Clock, instantOf } from '../clock.ts';
import { newestOffice, type OfficeDetails } from '../configuration/newest-office.ts';
import type { Database } from '../database/database.ts';
import { dayFigures } from './day-figures.ts';

export const KEPT_DAYS = {
  read: `SELECT service_day AS day, made_at AS "madeAt", figures FROM day_figures
    WHERE city_id = $1 AND office_id = $2 AND service_day = ANY ($3::date[])`,
  keep: `INSERT INTO day_figures (city_id, office_id, service_day, made_at, figures)
    VALUES ($1, $2, $3::date, $4::timestamptz, $5::text::jsonb)
    ON CONFLICT (city_id, office_id, service_day) DO UPDATE SET made_at = EXCLUDED.made_at, figures = EXCLUDED.figures
    WHERE EXCLUDED.made_at >= day_figures.made_at`,
  offices: `SELECT office_id AS "officeId" FROM office
    WHERE city_id = $1 AND ($2::text[] IS NULL OR office_id = ANY ($2::text[])) ORDER BY office_id`,
} as const;

const TODAY_HOLDS_MS = 20_000;
/** Figures of a past day are counted again after this time, because kiosks that were cut off still send events of that day. */
const PAST_HOLDS_MS = 600_000;
/** A day is counted again on this many days after it, because a kiosk may be cut off for 14 days. */
const MOST_RECOUNTED_DAYS = 13;

/** Returns for how many days after a day its figures are counted again. It is fewer days if retention deletes the counted rows earlier. */
const recountedDays = (terms: Terms): number =>
  Math.max(1, Math.min(MOST_RECOUNTED_DAYS, terms.booking - 1, terms['visit-link'] - 1));

export interface FiguredOffice {
  cityId: CityId;
  officeId: OfficeId;
  details: OfficeDetails;
}

export interface DayReader {
  /** `null`: the office has no readable profile. */
  officeOf(cityId: CityId, officeId: OfficeId): Promise<FiguredOffice | null>;
  officesOf(cityId: CityId, officeIds: readonly OfficeId[] | null): Promise<FiguredOffice[]>;
  /**
   * Returns the figures of these days. `ifKept`: only of days whose figures are stored, so that an answer does not wait until weeks are
   * counted.
   */
  daysOf(
    office: FiguredOffice,
    days: readonly string[],
    options?: { ifKept?: boolean },
  ): Promise<Map<string, DayFigures>>;
  /** Counts yesterday and the days before it, while their bookings are still stored. */
  keepRecent(cityId: CityId): Promise<void>;
}

interface KeptRow {
  day: string;
  madeAt: string;
  figures: unknown;
}

/** Creates a reader of days. All replicas share the stored rows. A day whose row is missing or too old is counted. */
export function createDayReader({
  database,
  clock,
  terms,
}: {
  database: Database;
  clock: Clock;
  terms: Terms;
}): DayReader {
  const recounted = recountedDays(terms);
  const readState = createOfficeStates();
  const underWay = new Map<string, Promise<void>>();

  /**
   * Whether the stored figures of a day can be used as they are. Figures that were counted before the end of their day never become final.
   */
  function isGood({ day, madeAt }: KeptRow, zone: string, nowMs: number): boolean {
    const madeMs = Date.parse(madeAt);
    const madeDay = serviceDayOf(madeMs, zone);
    const last = addDays(day, recounted);
    if (madeDay > day && (madeDay >= last || serviceDayOf(nowMs, zone) > last)) return true;
    const holdsMs = day >= serviceDayOf(nowMs, zone) ? TODAY_HOLDS_MS : PAST_HOLDS_MS;
    return Math.abs(nowMs - madeMs) < holdsMs;
  }

  async function count({ cityId, officeId, details: { zone } }: FiguredOffice, days: readonly string[]): Promise<void> {
    const nowMs = clock.nowMs();
    for (const run of runsOf(days)) {
      const [from = '', until = ''] = [run[0], addDays(run.at(-1) ?? '', 1)];
      const made = await dayFigures(database, readState, { cityId, officeId, from, until, zone, days: run }, nowMs);
      for (const [day, figures] of made) {
        await database.query(KEPT_DAYS.keep, [cityId, officeId, day, instantOf(nowMs), JSON.stringify(figures)]);
      }
    }
  }

  async function read(office: FiguredOffice, days: readonly string[]): Promise<KeptRow[]> {
    return database.query<KeptRow>(KEPT_DAYS.read, [office.cityId, office.officeId, days]);
  }

  const reader: DayReader = {
    async officeOf(cityId, officeId) {
      const details = await newestOffice(database, { cityId, officeId });
      return details === null ? null : { cityId, officeId, details };
    },
    async officesOf(cityId, officeIds) {
      const rows = await database.query<{ officeId: OfficeId }>(KEPT_DAYS.offices, [cityId, officeIds]);
      const offices = await Promise.all(rows.map(({ officeId }) => reader.officeOf(cityId, officeId)));
      return offices.filter((office) => office !== null);
    },
    async daysOf(office, days, { ifKept = false } = {}) {
      const { zone } = office.details;
      const known = await read(office, days);
      const byDay = new Map(known.map((row) => [row.day, row]));
      const nowMs = clock.nowMs();
      const missing = days.filter((day) => {
        const row = byDay.get(day);
        return row === undefined ? !ifKept : !isGood(row, zone, nowMs);
      });
      if (missing.length === 0) return parsed(known);
      const key = JSON.stringify([office.cityId, office.officeId, missing]);
      const counting = underWay.get(key) ?? count(office, missing).finally(() => underWay.delete(key));
      underWay.set(key, counting);
      await counting;
      return parsed(await read(office, days));
    },
    async keepRecent(cityId) {
      for (const office of await reader.officesOf(cityId, null)) {
        const today = serviceDayOf(clock.nowMs(), office.details.zone);
        const days = Array.from({ length: recounted }, (_, index) => addDays(today, index - recounted));
        await reader.daysOf(office, days);
      }
    },
  };
  return reader;
}

/** A row that does not fit today's schema is left out. */
const parsed = (rows: readonly KeptRow[]): Map<string, DayFigures> =>
  new Map(
    rows.flatMap(({ day, figures }): [string, DayFigures][] => {
      const read = DayFigures.safeParse(figures);
      return read.success ? [[day, read.data]] : [];
    }),
  );

/** Groups days into runs without gaps, so that one query reads a whole run. */
function runsOf(days: readonly string[]): string[][] {
  const runs: string[][] = [];
  for (const day of [...days].toSorted()) {
    const run = runs.at(-1);
    if (run !== undefined && addDays(run.at(-1) ?? '', 1) === day) run.push(day);
    else runs.push([day]);
  }
  return runs;
}
