import type Database from 'better-sqlite3';
import type { Clock } from '../../ports/clock.ts';
import { openKeptClock } from '../../storage/clock-row.ts';
import { guard, lastKnown } from '../../storage/guard.ts';
import type { CertainTime } from '../../storage/time-floor.ts';
import { whileUnwritten } from '../../storage/while-unwritten.ts';
import type { ServiceDayReading } from '../ports/service-day.ts';
import {
  type Anchor,
  confirmClock,
  correctionFor,
  type DayReading,
  doubtOf,
  reachedDay,
  readServiceDay,
} from '../rules/time-label.ts';
import { type ListedDay, listedDay, stepWorkingDays, type WorkingDay } from '../rules/working-day.ts';

export interface ServiceDaysParts {
  database: Database.Database;
  clock: Clock;
  /** The centre's time; `null` until the centre has answered since this program started or the machine last woke up. */
  anchor: () => Anchor | null;
  dayOf: (instantMs: number) => string;
  /** Milliseconds for which the machine was suspended in all; only the difference of two values has a meaning. */
  sleptMs: () => number;
  certainTime: CertainTime;
}

export interface ServiceDays extends ServiceDayReading {
  /** @throws SQLite errors */
  read(): DayReading;
  /** Like `now`, inside the caller's transaction. @throws SQLite errors */
  listed(): ListedDay;
  /** Records that a number is issued on this reading's day. Runs in the number's transaction, before the ticket is written. */
  gives(reading: DayReading): void;
  /** Remembers the time at which the number was issued; the caller runs it after the number's transaction. */
  gave(reading: DayReading): void;
  /** Records that a person has confirmed date and time of the clock; runs inside the caller's transaction. */
  confirmClock(): void;
}

/** Greatest difference between the wall clock and the monotonic clock that is tolerated where a service day ends. */
const DRIFT_MS = 3_600_000;

/** Opens the kiosk's only reading of the service day; the working days are on disk. */
export function openServiceDays({
  database,
  clock,
  anchor,
  dayOf,
  sleptMs,
  certainTime,
}: ServiceDaysParts): ServiceDays {
  const kept = openKeptClock(database);
  const rows = openWorkingDayRows(database);
  rows.catchUp();
  /** Milliseconds to add to the wall clock since a person confirmed another date; lost when the program ends. */
  let correctionMs = 0;
  /**
   * The time of the last number since this program started. `instantMs`: milliseconds since 1970 by the clock from which the service day
   * was read. `elapsedMs`: milliseconds of the monotonic clock, suspended time included.
   */
  let gaveAt: { instantMs: number; elapsedMs: number } | null = null;
  /**
   * The time of the latest reading since this program started, by the same two clocks. It stays unchanged while the clock shows an earlier
   * day.
   */
  let readAt: { instantMs: number; elapsedMs: number } | null = null;
  /** The last day that was revoked because the clock fell behind it, and the latest reading since, which shows an earlier day. */
  let fallen: { day: WorkingDay; instantMs: number; elapsedMs: number } | null = null;
  const elapsedMs = (): number => clock.monotonicMs() + sleptMs();
  const read = (): DayReading =>
    readServiceDay(
      { wallMs: clock.wallMs(), monotonicMs: clock.monotonicMs() },
      anchor(),
      kept.read(),
      dayOf,
      correctionMs,
    );

  function goesOn(label: string): boolean {
    return gaveAt !== null && dayOf(gaveAt.instantMs + elapsedMs() - gaveAt.elapsedMs + DRIFT_MS) <= label;
  }
  /** Whether today is still `day` by the monotonic clock, counted from the last reading before the clock fell behind. */
  function isStill(day: string): boolean {
    if (readAt === null) return false;
    const instantMs = readAt.instantMs + elapsedMs() - readAt.elapsedMs;
    return dayOf(instantMs - DRIFT_MS) <= day && day <= dayOf(instantMs + DRIFT_MS);
  }
  /**
   * Returns the revoked day if the clock has jumped forward to it again. A clock that reaches that day without a jump was ahead before and
   * is right now, so the day stays revoked.
   */
  function comesBackTo(day: string, instantMs: number): WorkingDay | null {
    if (fallen === null || !isStill(day)) return null;
    const hasJumped = instantMs - fallen.instantMs - (elapsedMs() - fallen.elapsedMs) > DRIFT_MS;
    return hasJumped ? fallen.day : null;
  }
  function step(reading: DayReading, isGiving: boolean): readonly WorkingDay[] {
    const { days: before, nextTicket, nextHeard } = rows.read('');
    const label = before.at(-1)?.serviceDay ?? reading.serviceDay;
    const isLater = reading.serviceDay > label;
    const instantMs = reading.instantMs ?? clock.wallMs();
    const days = stepWorkingDays(before, {
      reading,
      nextTicket,
      nextHeard,
      isGiving,
      noNight: isLater && goesOn(label),
      heardOfDay: isLater ? rows.heardOfDay(reading.serviceDay) : null,
      takenBack: comesBackTo(reading.serviceDay, instantMs),
    });
    const now = days.at(-1)?.serviceDay ?? label;
    const gone = now > label ? undefined : (fallen?.day ?? before.findLast(({ serviceDay }) => serviceDay > now));
    fallen = gone === undefined ? null : { day: gone, instantMs, elapsedMs: elapsedMs() };
    if (fallen === null && reading.instantMs !== null)
      readAt = { instantMs: reading.instantMs, elapsedMs: elapsedMs() };
    if (days === before) return days;
    if (isGiving) rows.keep(days);
    // Result ignored: on failure the disk keeps the previous days, and the next reading computes these again.
    else guard(() => rows.keep(days));
    return days;
  }
  const listed = (): ListedDay => {
    const reading = read();
    return listedDay(step(reading, false), reading);
  };
  const [now, doubt] = [lastKnown(listed), lastKnown(() => doubtOf(read()))];
  now();
  doubt();
  return {
    read,
    listed,
    now,
    reached: lastKnown(() => reachedDay(now(), certainTime(), dayOf)),
    doubt,
    choose(day) {
      return guard(() => {
        const inDoubt = doubtOf(read());
        if (inDoubt === null || inDoubt.believed === inDoubt.clock) return false;
        if (day !== inDoubt.believed && day !== inDoubt.clock) return false;
        const lacksMs = day === inDoubt.clock ? 0 : correctionFor(inDoubt, kept.read(), clock.wallMs());
        kept.keep(confirmClock(clock.wallMs() + lacksMs, dayOf));
        correctionMs = lacksMs;
        return true;
      });
    },
    gives(reading) {
      step(reading, true);
    },
    gave({ instantMs }) {
      gaveAt = instantMs === null ? null : { instantMs, elapsedMs: elapsedMs() };
    },
    confirmClock() {
      kept.keep(confirmClock(clock.wallMs(), dayOf));
      correctionMs = 0;
    },
  };
}

function openWorkingDayRows(database: Database.Database) {
  const all = database.prepare<[], WorkingDay>(
    `SELECT service_day AS serviceDay, from_ticket AS fromTicket, from_heard AS fromHeard, doubt_ticket AS doubtTicket,
            doubt_heard AS doubtHeard FROM working_day ORDER BY working_day_no`,
  );
  const clear = database.prepare('DELETE FROM working_day');
  const insert = database.prepare(
    `INSERT INTO working_day (service_day, from_ticket, from_heard, doubt_ticket, doubt_heard)
     VALUES (@serviceDay, @fromTicket, @fromHeard, @doubtTicket, @doubtHeard)`,
  );
  const nextTicket = database.prepare<[], number>('SELECT coalesce(max(ticket_no), 0) + 1 FROM ticket').pluck();
  const nextHeard = database.prepare<[], number>('SELECT coalesce(max(heard_no), 0) + 1 FROM heard_ticket').pluck();
  const heardOfDay = database
    .prepare<[string], number | null>('SELECT min(heard_no) FROM heard_ticket WHERE service_day = ?')
    .pluck();
  const lastLabel = database
    .prepare<[], string>('SELECT service_day FROM ticket ORDER BY ticket_no DESC LIMIT 1')
    .pluck();
  const lastRun = database
    .prepare<[string, string], number>(
      `SELECT min(ticket_no) FROM ticket WHERE service_day = ? AND ticket_no >
         (SELECT coalesce(max(ticket_no), 0) FROM ticket WHERE service_day <> ?)`,
    )
    .pluck();
  const unnumbered = database
    .prepare<[], string>('SELECT ticket_id FROM heard_ticket WHERE heard_no IS NULL ORDER BY service_day, ticket_id')
    .pluck();
  const number = database.prepare<[number, string]>('UPDATE heard_ticket SET heard_no = ? WHERE ticket_id = ?');
  /**
   * Reads the stored working days. A position beyond the next ticket is lowered to the next ticket, because positions are used again once
   * the newest tickets were deleted.
   */
  const read = whileUnwritten(database, () => {
    const ticket = nextTicket.get() ?? 1;
    const heard = nextHeard.get() ?? 1;
    const days = all.all().map(
      (row): WorkingDay => ({
        serviceDay: row.serviceDay,
        fromTicket: Math.min(row.fromTicket, ticket),
        fromHeard: Math.min(row.fromHeard, heard),
        doubtTicket: row.doubtTicket === null ? null : Math.min(row.doubtTicket, ticket),
        doubtHeard: row.doubtHeard === null ? null : Math.min(row.doubtHeard, heard),
      }),
    );
    return { days, nextTicket: ticket, nextHeard: heard };
  });
  const ofDay = (day: string): number | null => heardOfDay.get(day) ?? null;
  const keep = database.transaction((days: readonly WorkingDay[]) => {
    clear.run();
    for (const day of days) insert.run(day);
  });
  return {
    read,
    heardOfDay: ofDay,
    keep,
    /**
     * Adds a working day for tickets that belong to none, because an older program wrote them or they came from the journal; the service
     * day of the last ticket decides.
     */
    catchUp: database.transaction(() => {
      for (const ticketId of unnumbered.all()) number.run(nextHeard.get() ?? 1, ticketId);
      const label = lastLabel.get();
      const known = read('');
      if (label === undefined || label <= (known.days.at(-1)?.serviceDay ?? '')) return;
      const fromTicket = lastRun.get(label, label) ?? known.nextTicket;
      const fromHeard = ofDay(label) ?? known.nextHeard;
      keep([...known.days, { serviceDay: label, fromTicket, fromHeard, doubtTicket: null, doubtHeard: null }]);
    }),
  };
}
