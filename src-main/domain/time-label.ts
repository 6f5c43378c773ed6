import { serviceDayOf } from './service-day.ts';

/**
 * Which service day it is, as far as a kiosk can know. The day is the label under which a ticket is counted; which tickets are of today
 * is the order of their giving (`working-day`). That no number repeats never rests on the day, so that any clock may say anything: 1970
 * after a dead battery, 2040, an hour twice.
 *
 * Invariants: a day that is `trusted` came from the central service in this boot; a wall clock is believed only where it neither went
 * back behind the last ticket nor ran more than `GUESS_REACH_MS` ahead of it; a clock that is not believed leaves no trace, so
 * that one jump to 2040 does not make every true hour after it look like the past.
 */

declare const brand: unique symbol;
/** `YYYY-MM-DD`, the day that the kiosk goes by. `readServiceDay` alone makes one, so that a day read from a wall clock cannot take its place. */
export type ServiceDay = string & { readonly [brand]: 'ServiceDay' };

/** Days that a clock has shown where its day is not believed, beside the one that is. */
export interface DayInDoubt {
  readonly believed: ServiceDay;
  /** `YYYY-MM-DD`, by the kiosk's clock. */
  readonly clock: string;
}

/** How far a wall clock may be ahead of the last ticket and still be believed: an office that closes in August rests for 32 days. */
export const GUESS_REACH_MS = 45 * 86_400_000;
/** A clock that is behind the certain time by less shows nearly the right hour. */
const CLOCK_BEHIND_MS = 3_600_000;
/** No clock that shows less is right: Torn is younger. */
const EARLIEST_CLOCK_DAY = '2025-01-01';
const EARLIEST_CLOCK_MS = Date.parse(EARLIEST_CLOCK_DAY);
/** An answer slower than this says too little about the time. */
export const SLOWEST_ANCHOR_MS = 60_000;
/** A monotonic clock stands still while the machine sleeps: beyond this, its times of before and after do not belong together. */
export const MAX_SLEPT_MS = 1_000;

/** What the two clocks of a machine show; milliseconds, the wall's since 1970. */
export interface ClockReading {
  readonly wallMs: number;
  readonly monotonicMs: number;
}

/**
 * The central service's time, tied to this boot's monotonic clock. Lost when the process ends; to be thrown away after a
 * suspend, through which a monotonic clock may stand still.
 */
export interface Anchor {
  readonly trustedMs: number;
  readonly atMonotonicMs: number;
}

/** The true time was not before `atLeastMs` (milliseconds since 1970) when this boot's monotonic clock showed `atMonotonicMs`. */
export interface TimeFloor {
  readonly atLeastMs: number;
  readonly atMonotonicMs: number;
}

/**
 * What is certain of the time of now: the centre's where it is known, else what was certain before and what has gone by since while the
 * machine ran. No wall clock is asked: one that was set wrong makes no day end. `null` while nothing was ever certain.
 */
export function timeFloorNow(floor: TimeFloor | null, anchor: Anchor | null, monotonicMs: number): TimeFloor | null {
  if (anchor !== null) return { atLeastMs: trustedNow(anchor, monotonicMs), atMonotonicMs: monotonicMs };
  if (floor === null) return null;
  return { atLeastMs: floor.atLeastMs + Math.max(0, monotonicMs - floor.atMonotonicMs), atMonotonicMs: monotonicMs };
}

/** What the disk remembers of time, one row for the kiosk; both `null` before its first ticket. */
export interface ClockRow {
  /** Service day of the last ticket of any series, `YYYY-MM-DD`. */
  readonly lastServiceDay: string | null;
  /** The last instant from which such a day was read: milliseconds since 1970. */
  readonly lastWallMs: number | null;
}

export interface DayReading {
  readonly serviceDay: ServiceDay;
  /** `last-day`: the wall clock is not believed, and the day of the last ticket goes on. */
  readonly basis: 'trusted' | 'wall' | 'last-day';
  /** `YYYY-MM-DD` by the wall clock, believed or not. */
  readonly clockDay: string;
  /** The instant that `serviceDay` was read from, milliseconds since 1970; `null` for `last-day`. */
  readonly instantMs: number | null;
  /** What the clock row becomes when a ticket is issued under this day. */
  readonly row: ClockRow;
}

/**
 * The time that a signed answer gives, taken to be of the middle of the round trip. `null` for an answer that came later than
 * `SLOWEST_ANCHOR_MS` after its question, or before it.
 */
export function anchorOf(serverMs: number, askedMonotonicMs: number, answeredMonotonicMs: number): Anchor | null {
  const roundTripMs = answeredMonotonicMs - askedMonotonicMs;
  if (roundTripMs < 0 || roundTripMs > SLOWEST_ANCHOR_MS) return null;
  return { trustedMs: serverMs + roundTripMs / 2, atMonotonicMs: answeredMonotonicMs };
}

/** The time by the central service, milliseconds since 1970. */
export const trustedNow = (anchor: Anchor, monotonicMs: number): number =>
  anchor.trustedMs + (monotonicMs - anchor.atMonotonicMs);

/**
 * The service day of now: trusted with an anchor, else a guess. `dayOf` is `serviceDayOf` in the office's zone; it is called with
 * milliseconds since 1970 and must throw nothing for them. `correctionMs` is what a person at the kiosk has said that its clock lacks;
 * it counts only while the clock alone is not believed.
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
 * The latest day that has come for certain: by the reading, or by the time that was certain before (`timeFloorNow`). What begins to hold on a day, such as
 * an office's profile, asks this one: a clock that a dead battery sets back to 2019 takes no profile back.
 */
export function reachedDay(
  { serviceDay }: Pick<DayReading, 'serviceDay'>,
  certainMs: number | null,
  dayOf: (instantMs: number) => string,
): ServiceDay {
  const certain = certainMs === null ? serviceDay : (dayOf(certainMs) as ServiceDay);
  return certain > serviceDay ? certain : serviceDay;
}

/** Whether a wall clock can be right at all: it was set once, and shows no time that is certainly over. */
export const isHourKnown = (wallMs: number, certainMs: number | null): boolean =>
  wallMs >= EARLIEST_CLOCK_MS && wallMs >= (certainMs ?? 0) - CLOCK_BEHIND_MS;

/** `null` while the clock shows the day that is believed. Both dates are one where it was never set. */
export const doubtOf = ({ basis, serviceDay, clockDay }: DayReading): DayInDoubt | null =>
  basis === 'last-day' && (serviceDay !== clockDay || clockDay < EARLIEST_CLOCK_DAY)
    ? { believed: serviceDay, clock: clockDay }
    : null;

/**
 * The clock row after a person at the kiosk has looked at the date and time and found them right. It ends a `last-day` that nothing
 * else would end in an office without a central service; it is no evidence that numbers may begin again.
 */
export function confirmClock(wallMs: number, dayOf: (instantMs: number) => string): ClockRow {
  return { lastServiceDay: dayOf(wallMs), lastWallMs: wallMs };
}

/**
 * What the clock lacks, milliseconds, for a person who has found the believed day right: the days between. A clock that was never set knows no hour
 * either: it goes on from the last ticket's.
 */
export const correctionFor = (
  { believed, clock }: DayInDoubt,
  { lastWallMs }: Pick<ClockRow, 'lastWallMs'>,
  wallMs: number,
): number =>
  clock < EARLIEST_CLOCK_DAY && lastWallMs !== null ? lastWallMs - wallMs : Date.parse(believed) - Date.parse(clock);

/** `serviceDayOf` in one zone, remembering the last answer: zones are whole quarters of an hour from UTC since 1972. */
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
