/**
 * The time of a cancelled appointment on a later day is free again after a random delay between these limits. Otherwise a reseller could
 * cancel an appointment and have a robot book its time for the buyer at once.
 */
const LEAST_RELEASE_MS = 10 * 60_000;
const MOST_RELEASE_MS = 4 * 3_600_000;

export interface FreedHour {
  readonly startMs: number;
  /** `date`: the day of the cancelled appointment; `today`: the office's current day; both `YYYY-MM-DD`. */
  readonly date: string;
  readonly today: string;
  readonly nowMs: number;
}

/**
 * Returns the moment from which the time of a cancelled appointment may be booked again. A time of today is free at once, because it can be
 * booked only for a short while.
 * @param random 0 to 1, drawn once and stored with the freed time
 */
export function releaseMoment({ startMs, date, today, nowMs }: FreedHour, random: number): number {
  if (date <= today) return nowMs;
  return Math.min(startMs, nowMs + LEAST_RELEASE_MS + random * (MOST_RELEASE_MS - LEAST_RELEASE_MS));
}

/**
 * For this long after a visitor's first look at bookable times, times that cancellations free after that look stay hidden from the visitor.
 * A visitor is a network address, or a kiosk. A robot that watches all day then sees no more than a person who looks once.
 */
export const LOOK_HOLDS_MS = MOST_RELEASE_MS;

/**
 * Whether a freed time is bookable for a visitor who first looked at `lookMs` (milliseconds since 1970); `null`: the visitor has not looked
 * yet, or the limit does not apply.
 */
export const isReleasedFor = (releaseMs: number, lookMs: number | null, nowMs: number): boolean =>
  releaseMs <= Math.min(nowMs, lookMs ?? nowMs);
