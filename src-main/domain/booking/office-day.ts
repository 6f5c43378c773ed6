import { weekdayOf } from '../calendar-day.ts';
import { covers, type HolidayCalendar, hoursOn, minuteOf, type OpeningHours, timeOf } from '../opening-hours.ts';
import { instantOfMoment, localDateTime } from '../service-day.ts';
import type { BookingPlan, PlacesRange, PlanLine } from './plan.ts';

export interface OfficeHours {
  readonly zone: string;
  /** `undefined`: the opening hours are unknown, so the plan alone decides. */
  readonly hours?: OpeningHours | undefined;
  readonly services: readonly { readonly serviceId: string; readonly hours?: OpeningHours | undefined }[];
  readonly calendar: HolidayCalendar;
}

export const MINUTES_OF_DAY = 1_440;
const HOURS_OF_DAY = 24;
const MS_OF_MINUTE = 60_000;

/** One line (a group of equal desks) on one day. */
export interface LineDay {
  readonly line: PlanLine;
  /** Places at each minute since local midnight; 0 while the office is closed. */
  readonly places: Uint8Array;
  /** Place-minutes (places times minutes) of each clock hour, and of the whole day. */
  readonly hourMinutes: readonly number[];
  readonly dayMinutes: number;
}

/** One day of an office, computed from one version of its booking plan and from its profile. */
export interface OfficeDay {
  readonly date: string;
  readonly plan: BookingPlan;
  readonly lines: readonly LineDay[];
  isOpen(services: readonly string[], start: number, minutes: number): boolean;
  /** Returns the local minute of an instant since this day's midnight; outside 0 to 1439 for an instant of another day. */
  minuteAt(instantMs: number): number;
  /** Returns the instant of a minute; `null` for a minute that a change of clocks skips or repeats. */
  instantAt(minute: number): number | null;
}

export function officeDay(plan: BookingPlan, office: OfficeHours, date: string): OfficeDay {
  const opening = new Map<OpeningHours, Uint8Array>();
  const minutesOpen = (hours: OpeningHours): Uint8Array => {
    const known = opening.get(hours);
    if (known) return known;
    const open = new Uint8Array(MINUTES_OF_DAY);
    for (const { from, to } of hoursOn(hours, office.calendar, date).ranges) open.fill(1, minuteOf(from), minuteOf(to));
    opening.set(hours, open);
    return open;
  };
  const hoursOf = (serviceId: string): OpeningHours | undefined =>
    office.services.find((service) => service.serviceId === serviceId)?.hours ?? office.hours;
  const isServed = (serviceId: string, from: number, to: number): boolean => {
    const hours = hoursOf(serviceId);
    if (hours === undefined) return true;
    const open = minutesOpen(hours);
    for (let minute = from; minute < to; minute += 1) if (open[minute] !== 1) return false;
    return true;
  };
  return {
    date,
    plan,
    lines: plan.lines.map((line) =>
      lineDay(line, date, (minute) => line.services.some((id) => isServed(id, minute, minute + 1))),
    ),
    isOpen: (services, start, minutes) => services.every((serviceId) => isServed(serviceId, start, start + minutes)),
    ...clockOf(date, office.zone),
  };
}

function lineDay(line: PlanLine, date: string, isOpenAt: (minute: number) => boolean): LineDay {
  const places = new Uint8Array(MINUTES_OF_DAY);
  for (const { from, to, atOnce } of rangesOn(line, date)) {
    const end = minuteOf(to);
    for (let minute = minuteOf(from); minute < end; minute += 1) if (isOpenAt(minute)) places[minute] = atOnce;
  }
  const hourMinutes = Array.from({ length: HOURS_OF_DAY }, (_, hour) =>
    places.subarray(hour * 60, hour * 60 + 60).reduce((sum, atOnce) => sum + atOnce, 0),
  );
  return { line, places, hourMinutes, dayMinutes: hourMinutes.reduce((sum, one) => sum + one, 0) };
}

const rangesOn = ({ week, exceptions }: PlanLine, date: string): readonly PlacesRange[] =>
  exceptions.find(({ span }) => covers(span, date))?.ranges ?? week[weekdayOf(date)];

/**
 * Converts between minutes and instants of a day. On a day of 24 hours it counts from midnight, which is quick; only a day on which clocks
 * change needs the time zone.
 */
function clockOf(date: string, zone: string): Pick<OfficeDay, 'minuteAt' | 'instantAt'> {
  const midnightMs = instantOfMoment({ date, time: '00:00' }, zone);
  const endMs = instantOfMoment({ date, time: '24:00' }, zone);
  if (midnightMs !== null && endMs !== null && endMs - midnightMs === MINUTES_OF_DAY * MS_OF_MINUTE)
    return {
      minuteAt: (instantMs) => Math.floor((instantMs - midnightMs) / MS_OF_MINUTE),
      instantAt: (minute) => midnightMs + minute * MS_OF_MINUTE,
    };
  return {
    minuteAt(instantMs) {
      const local = localDateTime(instantMs, zone);
      if (local.date !== date) return local.date < date ? -1 : MINUTES_OF_DAY;
      return minuteOf(local.time);
    },
    instantAt: (minute) => instantOfMoment({ date, time: timeOf(minute) }, zone),
  };
}
