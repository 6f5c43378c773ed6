import { Temporal } from 'temporal-polyfill';

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/**
 * Weekday of a date `YYYY-MM-DD`.
 * @throws RangeError on any other text
 */
export function weekdayOf(date: string): Weekday {
  return weekdayAt(Temporal.PlainDate.from(date).dayOfWeek);
}

/** Both dates are `YYYY-MM-DD`. Negative `days` go back. */
export function addDays(date: string, days: number): string {
  return Temporal.PlainDate.from(date).add({ days }).toString();
}

/** `isoNumber`: 1 for Monday to 7 for Sunday. */
export function weekdayAt(isoNumber: number): Weekday {
  const weekday = WEEKDAYS[isoNumber - 1];
  if (weekday === undefined) throw new RangeError(`no weekday has the number ${isoNumber}`);
  return weekday;
}
