import type Database from 'better-sqlite3';
import type { RetentionClass } from '../contract/shared/retention.ts';
import { addDays } from '../domain/calendar-day.ts';
import type { Clock } from '../ports/clock.ts';
import { type Anchor, readServiceDay, trustedNow } from '../tickets/rules/time-label.ts';
import { openKeptClock } from './clock-row.ts';

/**
 * The time by which retention measures age: the centre's, or that of a wall clock that is neither earlier nor much later than the last
 * ticket.
 */
export interface RetentionNow {
  nowMs: number;
  today: string;
  firstKept(days: number): string;
  hasWorked(days: number): boolean;
}

export type RetentionCounts = Partial<Record<RetentionClass, number>>;

export interface RetentionNowParts {
  database: Database.Database;
  clock: Clock;
  anchor: () => Anchor | null;
  dayOf: (instantMs: number) => string;
}

/** Largest number of calendar days for each day with tickets: an office works at least one day in three. */
const CALENDAR_DAYS_A_WORKING_DAY = 3;
const EARLIEST_DAY = '0000-01-01';

/**
 * Returns the time for retention: the centre's, if known. `null`: retention must wait, because the centre has not answered a paired kiosk
 * since this program started or the machine last woke up, or because the wall clock is earlier or much later than the last ticket. A kiosk
 * without a centre uses the wall clock and, as a second measure, the number of days with tickets: a clock that jumps forty days ahead adds
 * only one day with tickets.
 */
export function openRetentionNow({ database, clock, anchor, dayOf }: RetentionNowParts): () => RetentionNow | null {
  const isPaired = database.prepare<[], number>('SELECT count(*) FROM centre WHERE kiosk_id IS NOT NULL').pluck();
  const kept = openKeptClock(database);
  const nthNewestDay = database
    .prepare<[number], string>('SELECT DISTINCT service_day FROM counter ORDER BY service_day DESC LIMIT 1 OFFSET ?')
    .pluck();

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
    /**
     * The latest service day since which at least `days` calendar days can have passed, counted by days with tickets; the earliest day if
     * there are too few.
     */
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
