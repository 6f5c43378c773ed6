import { serviceDayOf } from '../../domain/service-day.ts';

/**
 * Decides which service day it is, as far as a kiosk can know. The day is only the label under which a ticket is counted; the sequence of
 * issuing decides which tickets are today's (`working-day`). Uniqueness of numbers never depends on the day, so clocks may show anything:
 * 1970 after a dead battery, 2040, or the same hour twice.
 *
 * Invariants: a `trusted` day came from the centre since this program started or the machine last woke up; a wall clock is believed only if
 * its time is at most `GUESS_REACH_MS` after the last ticket and not before that ticket (a ticket of before 2025 does not count, because
 * its clock was never set); a clock that is not believed leaves no trace, so that a jump to 2040 does not make every correct time afterwards
 * look like the past.
 */

declare const brand: unique symbol;
/**
 * `YYYY-MM-DD`, the service day that the kiosk uses. Only functions of this file return this type, so that the date of a wall clock cannot
 * be used in its place by mistake.
 */
export type ServiceDay = string & { readonly [brand]: 'ServiceDay' };

/** The believed service day and the date of the clock, while the clock is not believed. */
export interface DayInDoubt {
  readonly believed: ServiceDay;
  /** `YYYY-MM-DD`, by the kiosk's clock. */
  readonly clock: string;
}

/**
 * A wall clock may be this far ahead of the last ticket and still be believed: an office that closes in August issues nothing for 32 days.
 */
export const GUESS_REACH_MS = 45 * 86_400_000;
/**
 * `isHourKnown` accepts a clock that is behind the certain time by less than this, and `isHourShown` a clock that differs from the centre's
 * time by less.
 */
const HOUR_MS = 3_600_000;
/** The earliest date that a correct clock can show, because Torn did not exist before. */
const EARLIEST_CLOCK_DAY = '2025-01-01';
const EARLIEST_CLOCK_MS = Date.parse(EARLIEST_CLOCK_DAY);
/** The longest round trip of an answer that sets the time; a slower answer is too inaccurate. */
export const SLOWEST_ANCHOR_MS = 60_000;
/**
 * After a suspend longer than this, times of the monotonic clock from before and after cannot be compared, because the clock may have
 * stopped.
 */
export const MAX_SLEPT_MS = 1_000;

/** One reading of a machine's two clocks, in milliseconds; `wallMs` counts from 1970. */
export interface ClockReading {
  readonly wallMs: number;
  readonly monotonicMs: number;
}

/**
 * The centre's time, related to the monotonic clock of this run of the program. Lost when the process ends. It must be discarded after a
 * suspend, during which a monotonic clock may stop.
 */
export interface Anchor {
  readonly trustedMs: number;
  readonly atMonotonicMs: number;
}

/** The true time was at least `atLeastMs` (milliseconds since 1970) when the monotonic clock of this run showed `atMonotonicMs`. */
export interface TimeFloor {
  readonly atLeastMs: number;
  readonly atMonotonicMs: number;
}

/**
 * Returns the earliest possible current time: the centre's time if known, else the last certain time (`floor`) plus the running time since.
 * The wall clock is ignored, so a wrongly set clock ends no day. `null` while no time was ever certain.
 */
export function timeFloorNow(floor: TimeFloor | null, anchor: Anchor | null, monotonicMs: number): TimeFloor | null {
  if (anchor !== null) return { atLeastMs: trustedNow(anchor, monotonicMs), atMonotonicMs: monotonicMs };
  if (floor === null) return null;
  return { atLeastMs: floor.atLeastMs + Math.max(0, monotonicMs - floor.atMonotonicMs), atMonotonicMs: monotonicMs };
}

/** The clock's row in the database, one per kiosk; both `null` before its first ticket. */
export interface ClockRow {
  /** Service day of the last ticket of any series, `YYYY-MM-DD`. */
  readonly lastServiceDay: string | null;
  /** The last instant from which the service day of a ticket was read, milliseconds since 1970. */
  readonly lastWallMs: number | null;
}

export interface DayReading {
  readonly serviceDay: ServiceDay;
  /** `last-day`: the wall clock is not believed, and the day of the last ticket continues. */
  readonly basis: 'trusted' | 'wall' | 'last-day';
  /** `YYYY-MM-DD` by the wall clock, believed or not. */
  readonly clockDay: string;
  /** The instant `serviceDay` was read from, milliseconds since 1970; `null` for `last-day`. */
  readonly instantMs: number | null;
  /** The new clock row if a ticket is issued under this day. */
  readonly row: ClockRow;
}

/**
 * Relates the time in a signed answer of the centre to the monotonic clock. The time is taken as that of the middle of the round trip.
 * `null` if the answer took longer than `SLOWEST_ANCHOR_MS`, or if it precedes its question.
 */
export function anchorOf(serverMs: number, askedMonotonicMs: number, answeredMonotonicMs: number): Anchor | null {
  const roundTripMs = answeredMonotonicMs - askedMonotonicMs;
  if (roundTripMs < 0 || roundTripMs > SLOWEST_ANCHOR_MS) return null;
  return { trustedMs: serverMs + roundTripMs / 2, atMonotonicMs: answeredMonotonicMs };
}

/** The centre's time, milliseconds since 1970. */
export const trustedNow = (anchor: Anchor, monotonicMs: number): number =>
  anchor.trustedMs + (monotonicMs - anchor.atMonotonicMs);

/**
 * Reads the current service day: trusted with an anchor, otherwise a guess. `dayOf` is `serviceDayOf` in the office's zone, takes
 * milliseconds since 1970 and must not throw. `correctionMs`: milliseconds to add to the wall clock, from the date that a person at the
 * kiosk confirmed; used only while the uncorrected clock is not believed.
 */
export function readServiceDay(
  clock: ClockReading,
  anchor: Anchor | null,
  row: ClockRow,
  dayOf: (instantMs: number) => string,
  correctionMs = 0,
): DayReading {
  const clockDay = dayOf(clock.wallMs);
  const at = (instantMs: number, basis: 'trusted' | 'wall'): DayReading => {
    const serviceDay = dayOf(instantMs) as ServiceDay;
    return { serviceDay, basis, clockDay, instantMs, row: { lastServiceDay: serviceDay, lastWallMs: instantMs } };
  };
  if (anchor !== null) return at(trustedNow(anchor, clock.monotonicMs), 'trusted');
  if (isCredible(clock.wallMs, row)) return at(clock.wallMs, 'wall');
  if (correctionMs !== 0 && isCredible(clock.wallMs + correctionMs, row))
    return at(clock.wallMs + correctionMs, 'wall');
  const last = row.lastServiceDay ?? clockDay;
  const kept = row.lastServiceDay === null ? { lastServiceDay: clockDay, lastWallMs: clock.wallMs } : row;
  return { serviceDay: last as ServiceDay, basis: 'last-day', clockDay, instantMs: null, row: kept };
}

/**
 * Returns the latest service day that has certainly come: by the reading, or by the earliest possible time (`timeFloorNow`). An office's
 * profile takes effect by this day, so a clock that a dead battery sets back to 2019 does not revert it.
 */
export function reachedDay(
  { serviceDay }: Pick<DayReading, 'serviceDay'>,
  certainMs: number | null,
  dayOf: (instantMs: number) => string,
): ServiceDay {
  const certain = certainMs === null ? serviceDay : (dayOf(certainMs) as ServiceDay);
  return certain > serviceDay ? certain : serviceDay;
}

/** Whether a wall clock can be right at all: it was set at least once, and does not show a time that is certainly past. */
export const isHourKnown = (wallMs: number, certainMs: number | null): boolean =>
  wallMs >= EARLIEST_CLOCK_MS && wallMs >= (certainMs ?? 0) - HOUR_MS;

/**
 * Whether the clock's time may be shown to citizens and may close an office: the time can be right (`isHourKnown`), the clock's day is
 * believed, and the centre's time differs by less than an hour if it is known.
 */
export const isHourShown = (
  wallMs: number,
  certainMs: number | null,
  doubt: DayInDoubt | null,
  centreOffsetMs: number | null,
): boolean => isHourKnown(wallMs, certainMs) && doubt === null && Math.abs(centreOffsetMs ?? 0) < HOUR_MS;

/**
 * Returns the believed date and the clock's date while the clock is not believed and shows another date; otherwise `null`. A clock that was
 * never set is in doubt even if both dates are equal.
 */
export const doubtOf = ({ basis, serviceDay, clockDay }: DayReading): DayInDoubt | null =>
  basis === 'last-day' && (serviceDay !== clockDay || clockDay < EARLIEST_CLOCK_DAY)
    ? { believed: serviceDay, clock: clockDay }
    : null;

/**
 * Returns the clock row after a person at the kiosk has confirmed date and time. The row ends readings by `last-day`, which would otherwise
 * never end in an office without a centre. It is no evidence that numbers may start again.
 */
export function confirmClock(wallMs: number, dayOf: (instantMs: number) => string): ClockRow {
  return { lastServiceDay: dayOf(wallMs), lastWallMs: wallMs };
}

/**
 * Returns the milliseconds to add to the clock after a person confirmed the believed day: the difference of the days. A clock that was
 * never set has no valid time of day either, so it continues from the instant of the last ticket.
 */
export const correctionFor = (
  { believed, clock }: DayInDoubt,
  { lastWallMs }: Pick<ClockRow, 'lastWallMs'>,
  wallMs: number,
): number =>
  clock < EARLIEST_CLOCK_DAY && lastWallMs !== null ? lastWallMs - wallMs : Date.parse(believed) - Date.parse(clock);

/**
 * Caches the last answer of `serviceDayOf` in one zone for a quarter of an hour. The day cannot change within it, because since 1972 zones
 * differ from UTC by whole quarters.
 */
export function createDayOf(zone: string): (instantMs: number) => string {
  let quarter = Number.NaN;
  let day = '';
  return (instantMs) => {
    const asked = Math.floor(instantMs / QUARTER_MS);
    if (asked !== quarter || instantMs < WHOLE_QUARTERS_SINCE_MS) {
      day = serviceDayOf(instantMs, zone);
      quarter = asked;
    }
    return day;
  };
}

const QUARTER_MS = 15 * 60_000;
const WHOLE_QUARTERS_SINCE_MS = Date.UTC(1973, 0);

function isCredible(wallMs: number, { lastServiceDay, lastWallMs }: ClockRow): boolean {
  if (wallMs < EARLIEST_CLOCK_MS) return false;
  if (lastServiceDay === null || (lastWallMs !== null && lastWallMs < EARLIEST_CLOCK_MS)) return true;
  return lastWallMs !== null && wallMs >= lastWallMs && wallMs <= lastWallMs + GUESS_REACH_MS;
}
