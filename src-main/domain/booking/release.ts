/**
 * A cancelled hour of a later day is free again after a random time between these limits. Otherwise a reseller could cancel an hour and
 * have a robot book it for the buyer at once.
 */
const LEAST_RELEASE_MS = 10 * 60_000;
const MOST_RELEASE_MS = 4 * 3_600_000;

export interface FreedHour {
  readonly startMs: number;
  /** `date`: the day of the freed hour; `today`: the office's current day; both `YYYY-MM-DD`. */
  readonly date: string;
  readonly today: string;
  readonly nowMs: number;
}

/**
 * Returns the moment from which a cancelled hour may be booked again: an hour of today at once, because little time is left to book it.
 * @param random 0 to 1, drawn once and stored with the hour
 */
export function releaseMoment({ startMs, date, today, nowMs }: FreedHour, random: number): number {
  if (date <= today) return nowMs;
  return Math.min(startMs, nowMs + LEAST_RELEASE_MS + random * (MOST_RELEASE_MS - LEAST_RELEASE_MS));
}

/**
 * For this long after its first look a browser sees only the cancelled hours that were free at that look. A robot that watches all day then
 * sees no more than a person who looks once.
 */
export const LOOK_HOLDS_MS = MOST_RELEASE_MS;

/** Whether a released hour is free for a browser that first looked at `lookMs` (milliseconds since 1970); `null`: it has not looked yet. */
export const isReleasedFor = (releaseMs: number, lookMs: number | null, nowMs: number): boolean =>
  releaseMs <= Math.min(nowMs, lookMs ?? nowMs);
