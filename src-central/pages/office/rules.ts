import { valueAt } from '../../../src-main/contract/shared/json-pointer.ts';
import type { LocalizedText } from '../../../src-main/contract/shared/localized-text.ts';
import type { OfficeProfile } from '../../../src-main/contract/shared/office-profile.ts';
import { weekdayOf } from '../../../src-main/domain/calendar-day.ts';
import { type HolidayCalendar, hoursOn, minuteOf, type OpeningHours } from '../../../src-main/domain/opening-hours.ts';

export interface Range {
  from: string;
  to: string;
}

/** Writes a minute of the day as `HH:MM`. */
export const timeOf = (minute: number): string =>
  [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, '0')).join(':');

/** Returns the minutes of the day at which a range begins and ends; NaN for a time that is only half typed. */
const spanOf = ({ from, to }: Range): [number, number] => [minuteOf(from), minuteOf(to)];
const isSpan = ([from, to]: readonly [number, number]): boolean => Number.isFinite(from) && from < to;

/** A part of a day's bar: open before and after the change (`same`), only after (`new`), or only before (`gone`). */
export interface BarPart {
  kind: 'same' | 'new' | 'gone';
  from: number;
  to: number;
}

export function barOf(before: readonly Range[], after: readonly Range[]): BarPart[] {
  const [was, is] = [before, after].map((ranges) => ranges.map(spanOf).filter(isSpan));
  const edges = [...new Set([...(was ?? []), ...(is ?? [])].flat())].sort((a, b) => a - b);
  const within = (spans: readonly [number, number][] | undefined, at: number): boolean =>
    (spans ?? []).some(([from, to]) => from <= at && at < to);
  const parts: BarPart[] = [];
  for (const [index, from] of edges.entries()) {
    const to = edges[index + 1];
    if (to === undefined) break;
    const [isBefore, isAfter] = [within(was, from), within(is, from)];
    if (!isBefore && !isAfter) continue;
    const kind = isBefore && isAfter ? 'same' : isAfter ? 'new' : 'gone';
    const last = parts.at(-1);
    if (last?.kind === kind && last.to === from) last.to = to;
    else parts.push({ kind, from, to });
  }
  return parts;
}

export const minutesOpen = (ranges: readonly Range[]): number =>
  ranges
    .map(spanOf)
    .filter(isSpan)
    .reduce((sum, [from, to]) => sum + to - from, 0);

export type SpecialHours =
  | { kind: 'closed'; reason: LocalizedText }
  | { kind: 'closed-from'; time: string }
  | { kind: 'open'; ranges: readonly Range[] };

/** One or several days with other opening hours than the office's weekly pattern. */
export interface SpecialDay {
  from: string;
  to: string;
  /** The openings of the day. Empty: closed. */
  ranges: readonly Range[];
  reason: LocalizedText | null;
  /** `calendar`: a public holiday, which an office cannot change. */
  source: 'calendar' | 'closure' | 'season';
}

const isOneDay = ({ span }: { span: Range }): boolean => span.from === span.to && span.from.length === 10;

/**
 * Returns the profile with other opening hours on one day. A service with its own hours closes with the office, and is never open longer
 * than usual. A day that is closed all day becomes a closure, because a closure has a reason. Other hours become a season of one day, which
 * is put first in the list because the first season that includes a day decides. A holiday of the calendar stays closed.
 */
export function withSpecialDay(
  profile: OfficeProfile,
  calendar: HolidayCalendar,
  date: string,
  special: SpecialHours,
): OfficeProfile {
  const weekday = weekdayOf(date);
  const span = { from: date, to: date };
  const changed = (hours: OpeningHours, isOffice: boolean): OpeningHours => {
    const plain = withoutDay(hours, date);
    if (special.kind === 'closed') return { ...plain, closures: [...plain.closures, { span, reason: special.reason }] };
    const usual = hoursOn(plain, calendar, date).ranges;
    const allowed = special.kind === 'open' ? special.ranges : [{ from: '00:00', to: special.time }];
    const ranges = special.kind === 'open' && isOffice ? allowed : sharedBy(usual, allowed);
    if (JSON.stringify(ranges) === JSON.stringify(usual)) return plain;
    return { ...plain, seasons: [{ span, week: { [weekday]: ranges } }, ...plain.seasons] };
  };
  return withHours(profile, changed);
}

/**
 * Returns the opening hours that a day keeps although other hours (`asked`) are requested, because a closure of several days or of every
 * year, or the eve of a holiday decides. `null`: the day has the requested hours, or is a holiday of the calendar.
 */
export function hoursInstead(
  profile: OfficeProfile,
  calendar: HolidayCalendar,
  date: string,
  asked: readonly Range[],
): readonly Range[] | null {
  const { hours } = withSpecialDay(profile, calendar, date, { kind: 'open', ranges: asked });
  const { because, ranges } = hoursOn(hours, calendar, date);
  if (JSON.stringify(ranges) === JSON.stringify(asked)) return null;
  if (because === 'eve') return hours.eveOfHoliday ?? [];
  return because === 'closure' ? [] : null;
}

const sharedBy = (some: readonly Range[], others: readonly Range[]): Range[] =>
  some.flatMap((one) =>
    others
      .map((other) => ({ from: laterOf(one.from, other.from), to: earlierOf(one.to, other.to) }))
      .filter(({ from, to }) => from < to),
  );

export const withoutSpecialDay = (profile: OfficeProfile, date: string): OfficeProfile =>
  withHours(profile, (hours) => withoutDay(hours, date));

const withoutDay = (hours: OpeningHours, date: string): OpeningHours => ({
  ...hours,
  seasons: hours.seasons.filter((season) => !isOneDay(season) || season.span.from !== date),
  closures: hours.closures.filter((closure) => !isOneDay(closure) || closure.span.from !== date),
});

function withHours(
  profile: OfficeProfile,
  change: (hours: OpeningHours, isOffice: boolean) => OpeningHours,
): OfficeProfile {
  // The cast is safe, because the domain's type differs from the schema's only in `readonly`.
  const changed = (hours: OpeningHours, isOffice: boolean) => change(hours, isOffice) as OfficeProfile['hours'];
  return {
    ...profile,
    hours: changed(profile.hours, true),
    services: profile.services.map((service) =>
      service.hours === undefined ? service : { ...service, hours: changed(service.hours, false) },
    ),
  };
}

/**
 * Returns the closures, the holidays and the one-day seasons between `today` and `until`. Closures and seasons that return every year are
 * left out, because they have no date of one year.
 */
export function specialDays(
  { hours }: Pick<OfficeProfile, 'hours'>,
  calendar: HolidayCalendar,
  today: string,
  until: string,
): SpecialDay[] {
  const isNear = ({ from, to }: Range): boolean => from.length === 10 && to >= today && from <= until;
  return [
    ...calendar.holidays
      .filter(({ date }) => isNear({ from: date, to: date }))
      .map(({ date, name }): SpecialDay => ({ from: date, to: date, ranges: [], reason: name, source: 'calendar' })),
    ...hours.closures
      .filter(({ span }) => isNear(span))
      .map(({ span, reason }): SpecialDay => ({ ...span, ranges: [], reason: reason ?? null, source: 'closure' })),
    ...hours.seasons
      .filter((season) => isOneDay(season) && isNear(season.span))
      .map(
        ({ span, week }): SpecialDay => ({
          ...span,
          ranges: week[weekdayOf(span.from)] ?? [],
          reason: null,
          source: 'season',
        }),
      ),
  ].sort((one, other) => one.from.localeCompare(other.from));
}

export const servicesApart = (profile: unknown): string[] =>
  servicesIn(profile).flatMap((service) => {
    const name = valueAt(service, '/name/ca');
    return valueAt(service, '/hours') === undefined || typeof name !== 'string' ? [] : [name];
  });

function servicesIn(profile: unknown): readonly unknown[] {
  const services = valueAt(profile, '/services');
  return Array.isArray(services) ? services : [];
}

/**
 * Returns the spans of the seasons that last more than one day or return every year. During a season, its own hours replace the hours of
 * the week on each weekday that the season lists.
 */
export function longSeasons(profile: unknown): Range[] {
  const seasons = valueAt(profile, '/hours/seasons');
  return (Array.isArray(seasons) ? (seasons as { span: Range }[]) : [])
    .filter((season) => !isOneDay(season))
    .map(({ span: { from, to } }) => ({ from, to }));
}

export const laterOf = (one: string, other: string): string => (other > one ? other : one);
const earlierOf = (one: string, other: string): string => (other < one ? other : one);
