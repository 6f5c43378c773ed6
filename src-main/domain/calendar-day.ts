import { Temporal } from 'temporal-polyfill';

/** Days of the week in the order of ISO 8601. */
export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/**
 * Weekday of a date `YYYY-MM-DD`.
 * @throws RangeError on anything else
 */
export function weekdayOf(date: string): Weekday {
  return weekdayAt(Temporal.PlainDate.from(date).dayOfWeek);
}

/** The date `days` after `date`; both `YYYY-MM-DD`. Negative `days` go back. */
export function addDays(date: string, days: number): string {
  return Temporal.PlainDate.from(date).add({ days }).toString();
}

/** Weekday by its ISO number, 1 for Monday to 7 for Sunday. */
export function weekdayAt(isoNumber: number): Weekday {
  const weekday = WEEKDAYS[isoNumber - 1];
  if (weekday === undefined) throw new RangeError(`no weekday has the number ${isoNumber}`);
  return weekday;
}
