import { Temporal } from 'temporal-polyfill';
import { addDays, type Weekday, weekdayAt } from './calendar-day.ts';
import type { LocalMoment } from './opening-hours.ts';

/** A service day begins at this local hour, so that an office open past midnight keeps its numbers until it has closed. */
const SERVICE_DAY_BEGINS_AT_HOUR = 4;
export const SERVICE_DAY_BEGINS_AT = '04:00';

export interface LocalDateTime {
  readonly date: string;
  readonly time: string;
  readonly weekday: Weekday;
}

/**
 * Returns the service day, `YYYY-MM-DD`, of an instant in an IANA zone. `instantMs`: milliseconds since 1970, possibly with fractions. It
 * uses the local time and does not count hours, because nights on which clocks change are an hour shorter or longer.
 * @throws RangeError on an unknown zone
 */
export function serviceDayOf(instantMs: number, zone: string): string {
  const local = wallClock(instantMs, zone);
  const date = local.toPlainDate();
  return (local.hour < SERVICE_DAY_BEGINS_AT_HOUR ? date.subtract({ days: 1 }) : date).toString();
}

/** Returns the local date, time to the minute, and weekday of an instant; arguments and errors as for `serviceDayOf`. */
export function localDateTime(instantMs: number, zone: string): LocalDateTime {
  const local = wallClock(instantMs, zone);
  return {
    date: local.toPlainDate().toString(),
    time: `${twoDigits(local.hour)}:${twoDigits(local.minute)}`,
    weekday: weekdayAt(local.dayOfWeek),
  };
}

/**
 * Returns the instant of a local time in the zone, in milliseconds since 1970. `localDateTime`: `YYYY-MM-DD HH:MM` (also with a `T`, also
 * with seconds). `null` for an invalid time, for an unknown zone, and for times that a change of clocks skips or repeats.
 */
export function instantOfLocal(localDateTime: string, zone: string): number | null {
  const text = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}(?::\d{2})?)$/.exec(localDateTime);
  if (text === null) return null;
  try {
    return Temporal.PlainDateTime.from(`${text[1]}T${text[2]}`).toZonedDateTime(zone, { disambiguation: 'reject' })
      .epochMilliseconds;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** Like `instantOfLocal`, but also accepts `24:00`. */
export const instantOfMoment = ({ date, time }: LocalMoment, zone: string): number | null =>
  instantOfLocal(time === '24:00' ? `${addDays(date, 1)} 00:00` : `${date} ${time}`, zone);

const wallClock = (instantMs: number, zone: string): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(Math.floor(instantMs)).toZonedDateTimeISO(zone);

const twoDigits = (value: number): string => String(value).padStart(2, '0');
