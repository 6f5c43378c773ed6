import type Database from 'better-sqlite3';
import type { RetentionClass } from '../contract/shared/retention.ts';
import { addDays } from '../domain/calendar-day.ts';
import { type Anchor, readServiceDay, trustedNow } from '../domain/time-label.ts';
import type { Clock } from '../ports/clock.ts';
import { openKeptClock } from './clock-row.ts';

/** What retention takes for now; it ends nothing by a clock that nobody vouches for. */
export interface RetentionNow {
  nowMs: number;
  /** Service day. */
  today: string;
  /** Service days before this one have been over for `days`. */
  firstKept(days: number): string;
  /** Whether so many days can have passed, by the days on which tickets were given. */
  hasWorked(days: number): boolean;
}

/** How many rows of each class have ended. */
export type RetentionCounts = Partial<Record<RetentionClass, number>>;

export interface RetentionNowParts {
  database: Database.Database;
  clock: Clock;
  anchor: () => Anchor | null;
  dayOf: (instantMs: number) => string;
}

/** An office works at least one day in three: of fewer days with tickets fewer days can have passed. */
const CALENDAR_DAYS_A_WORKING_DAY = 3;
const EARLIEST_DAY = '0000-01-01';

/**
 * The centre's time where there is a centre; without it in this boot a paired kiosk waits (`null`), and so it does with what the centre has
 * not yet heard of. A kiosk without a centre goes by a wall clock that fits its last ticket, and by the days it has worked: a
 * clock that jumps makes one day of tickets, not forty.
 */
export function openRetentionNow({ database, clock, anchor, dayOf }: RetentionNowParts): () => RetentionNow | null {
  const isPaired = database.prepare<[], number>('SELECT count(*) FROM centre WHERE kiosk_id IS NOT NULL').pluck();
  const kept = openKeptClock(database);
  const worked = database.prepare<[number], string>(
    'SELECT DISTINCT service_day FROM counter ORDER BY service_day DESC LIMIT 1 OFFSET ?',
  );
  const nthNewestDay = worked.pluck();

  return () => {
    const known = anchor();
    if (known !== null) {
      const nowMs = trustedNow(known, clock.monotonicMs());
      const today = dayOf(nowMs);
      return { nowMs, today, firstKept: (days) => addDays(today, -days), hasWorked: () => true };
    }
    if ((isPaired.get() ?? 0) > 0) return null;
    const nowMs = clock.wallMs();
    const day = readServiceDay({ wallMs: nowMs, monotonicMs: clock.monotonicMs() }, null, kept.read(), dayOf);
    if (day.basis !== 'wall') return null;
    const today = day.serviceDay;
    /** The day that so many days of work came after; of too few none. */
    const dayByWork = (days: number): string =>
      nthNewestDay.get(Math.ceil(days / CALENDAR_DAYS_A_WORKING_DAY)) ?? EARLIEST_DAY;
    return {
      nowMs,
      today,
      firstKept(days) {
        const byClock = addDays(today, -days);
        const byWork = dayByWork(days);
        return [byClock, byWork].sort()[0] ?? byClock;
      },
      hasWorked: (days) => dayByWork(days) !== EARLIEST_DAY,
    };
  };
}
