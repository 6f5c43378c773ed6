import type { TicketLanguage } from '../../config/languages.ts';
import { addDays, type Weekday, weekdayOf } from './calendar-day.ts';

/** Catalan is required; other languages may be missing. */
export type LocalizedText = { readonly ca: string } & {
  readonly [L in Exclude<TicketLanguage, 'ca'>]?: string | undefined;
};

/** Open from `from` (included) to `to` (excluded), local `HH:MM`; `to` may be `24:00`. */
export interface TimeRange {
  readonly from: string;
  readonly to: string;
}

/** First and last day, both included; `YYYY-MM-DD`, or `MM-DD` for every year, where `from` after `to` spans New Year. */
export interface DaySpan {
  readonly from: string;
  readonly to: string;
}

export type WeekHours = { readonly [day in Weekday]: readonly TimeRange[] };

export interface OpeningHours {
  readonly week: WeekHours;
  /** A season replaces the hours of only the weekdays that it lists. */
  readonly seasons: readonly {
    readonly span: DaySpan;
    readonly week: { readonly [day in Weekday]?: readonly TimeRange[] | undefined };
  }[];
  readonly eveOfHoliday?: readonly TimeRange[] | undefined;
  readonly closures: readonly { readonly span: DaySpan; readonly reason?: LocalizedText | undefined }[];
}

export interface HolidayCalendar {
  readonly holidays: readonly { readonly date: string; readonly name: LocalizedText }[];
}

export interface DayOpening {
  /** Earliest first; adjoining ranges are merged. Empty if closed all day. */
  readonly ranges: readonly TimeRange[];
  readonly because: 'holiday' | 'closure' | 'eve' | 'season' | 'week';
  /** The holiday's name or the closure's reason, to show at the closed door. */
  readonly reason: LocalizedText | null;
}

export interface LocalMoment {
  readonly date: string;
  readonly time: string;
}

/**
 * Returns the opening ranges on a date `YYYY-MM-DD`.
 * 1. A public holiday of the calendar: closed.
 * 2. Else a closure, the first that covers the date: closed.
 * 3. Else the pattern: the hours of the first season that covers the date and lists its weekday, else those of the week.
 * 4. On the day before a public holiday only the time that is both in the pattern and in `eveOfHoliday`: an eve shortens a day, but never
 * lengthens it or opens a closed one. If it changes nothing, `because` names the pattern.
 */
export function hoursOn(hours: OpeningHours, calendar: HolidayCalendar, date: string): DayOpening {
  const holiday = holidayOn(calendar, date);
  if (holiday !== undefined) return { ranges: [], because: 'holiday', reason: holiday.name };

  const closure = hours.closures.find(({ span }) => covers(span, date));
  if (closure !== undefined) return { ranges: [], because: 'closure', reason: closure.reason ?? null };

  const weekday = weekdayOf(date);
  const season = hours.seasons.find(({ span, week }) => week[weekday] !== undefined && covers(span, date));
  const ranges = joined(season?.week[weekday] ?? hours.week[weekday]);
  const because = season === undefined ? 'week' : 'season';

  if (hours.eveOfHoliday !== undefined && holidayOn(calendar, addDays(date, 1)) !== undefined) {
    const shared = sharedBy(ranges, joined(hours.eveOfHoliday));
    if (minutesIn(shared) < minutesIn(ranges)) return { ranges: shared, because: 'eve', reason: null };
  }
  return { ranges, because, reason: null };
}

export function isOpenAt(hours: OpeningHours, calendar: HolidayCalendar, at: LocalMoment): boolean {
  return rangeAt(hoursOn(hours, calendar, at.date).ranges, at.time) !== undefined;
}

/** Returns today's closing time of a place that is open now, `24:00` at the latest; `null` if it is closed or stays open past midnight. */
export function closesAt(hours: OpeningHours, calendar: HolidayCalendar, at: LocalMoment): string | null {
  const range = rangeAt(hoursOn(hours, calendar, at.date).ranges, at.time);
  if (range === undefined) return null;
  if (range.to === MIDNIGHT && opensAtMidnight(hours, calendar, addDays(at.date, 1))) return null;
  return range.to;
}

/** Returns the next opening time of today for a place that is closed now; `null` if it is open or stays closed today. */
export function opensLaterToday(hours: OpeningHours, calendar: HolidayCalendar, at: LocalMoment): string | null {
  const { ranges } = hoursOn(hours, calendar, at.date);
  if (rangeAt(ranges, at.time) !== undefined) return null;
  return ranges.find((range) => range.from > at.time)?.from ?? null;
}

/**
 * Returns the next opening after `from`, up to and including the `horizonDays`th day after it; `null` if there is none. Midnight is not an
 * opening if the previous day ended at `24:00`.
 */
export function nextOpening(
  hours: OpeningHours,
  calendar: HolidayCalendar,
  from: LocalMoment,
  horizonDays = 60,
): LocalMoment | null {
  let openPastMidnight = false;
  for (let ahead = 0; ahead <= horizonDays; ahead += 1) {
    const date = addDays(from.date, ahead);
    const { ranges } = hoursOn(hours, calendar, date);
    const opening = ranges.find((range) =>
      ahead === 0 ? range.from > from.time : !(openPastMidnight && range.from === START_OF_DAY),
    );
    if (opening !== undefined) return { date, time: opening.from };
    openPastMidnight = ranges.at(-1)?.to === MIDNIGHT;
  }
  return null;
}

export const hoursOfAnyOn = (all: readonly OpeningHours[], calendar: HolidayCalendar, date: string): TimeRange[] =>
  joined(all.flatMap((hours) => hoursOn(hours, calendar, date).ranges));

/**
 * Returns the first day after `date` on which at least one of several places opens, up to and including the `horizonDays`th; `null` if
 * there is none.
 */
export function nextOpenDay(
  all: readonly OpeningHours[],
  calendar: HolidayCalendar,
  date: string,
  horizonDays = 60,
): { date: string; ranges: TimeRange[] } | null {
  for (let ahead = 1; ahead <= horizonDays; ahead += 1) {
    const day = addDays(date, ahead);
    const ranges = hoursOfAnyOn(all, calendar, day);
    if (ranges.length > 0) return { date: day, ranges };
  }
  return null;
}

const START_OF_DAY = '00:00';
const MIDNIGHT = '24:00';

const holidayOn = (calendar: HolidayCalendar, date: string) =>
  calendar.holidays.find((holiday) => holiday.date === date);

export function covers({ from, to }: DaySpan, date: string): boolean {
  const everyYear = from.length === 'MM-DD'.length;
  const day = everyYear ? date.slice('YYYY-'.length) : date;
  return from > to ? everyYear && (day >= from || day <= to) : day >= from && day <= to;
}

function joined(ranges: readonly TimeRange[]): TimeRange[] {
  const result: TimeRange[] = [];
  for (const range of ranges.toSorted((a, b) => (a.from < b.from ? -1 : 1))) {
    const last = result.at(-1);
    if (last === undefined || range.from > last.to) result.push({ from: range.from, to: range.to });
    else if (range.to > last.to) result[result.length - 1] = { from: last.from, to: range.to };
  }
  return result;
}

function sharedBy(some: readonly TimeRange[], others: readonly TimeRange[]): TimeRange[] {
  return some.flatMap((one) =>
    others
      .map((other) => ({
        from: later(one.from, other.from),
        to: earlier(one.to, other.to),
      }))
      .filter((range) => range.from < range.to),
  );
}

function later(time: string, other: string): string {
  if (time < other) return other;
  return time;
}

function earlier(time: string, other: string): string {
  if (time < other) return time;
  return other;
}

const rangeAt = (ranges: readonly TimeRange[], time: string): TimeRange | undefined =>
  ranges.find((range) => range.from <= time && time < range.to);

const opensAtMidnight = (hours: OpeningHours, calendar: HolidayCalendar, date: string): boolean =>
  hoursOn(hours, calendar, date).ranges[0]?.from === START_OF_DAY;

const minutesIn = (ranges: readonly TimeRange[]): number =>
  ranges.reduce((sum, range) => sum + minuteOf(range.to) - minuteOf(range.from), 0);

/** Minutes since midnight. */
export const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/** `HH:MM` of minutes since midnight. */
export const timeOf = (minutes: number): string =>
  [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0')).join(':');
