import type { HolidayCalendar } from '../../src-main/contract/shared/holiday-calendar.ts';
import type { OfficeProfile } from '../../src-main/contract/shared/office-profile.ts';
import { weekdayOf } from '../../src-main/domain/calendar-day.ts';
import { hoursOfAnyOn, hoursOn, minuteOf, type TimeRange } from '../../src-main/domain/opening-hours.ts';
import { instantOfMoment } from '../../src-main/domain/service-day.ts';
import type { Shift, Span } from './hall.ts';
import type { OfficePart } from './twin-profile.ts';

/** An office of the twin: the city's configuration, and the twin's assumptions about people and desks. */
export interface TwinOffice {
  readonly part: OfficePart;
  readonly profile: OfficeProfile;
  readonly calendar: HolidayCalendar;
}

export interface Quarter {
  readonly fromMs: number;
  readonly mean: number;
}

export interface OfficeDay {
  readonly date: string;
  /**
   * Midnight by the office's clock in ms, computed back from the opening. The true midnight differs by an hour if the clocks change in that
   * night.
   */
  readonly midnightMs: number;
  /** The times at which each service is open, by service id, by the opening hours of the profile. */
  readonly open: ReadonlyMap<string, readonly Span[]>;
  readonly openAny: readonly Span[];
  readonly quarters: readonly Quarter[];
  readonly shifts: readonly Shift[];
  /** Planned desk time in ms, without breaks and overtime. */
  readonly deskMs: number;
}

const MINUTE_MS = 60_000;
const QUARTER = 15;

/** Returns the open hours, the arrivals and the desks' shifts of a date; `null`: the office is closed all day. */
export function officeDayOf({ part, profile, calendar }: TwinOffice, date: string): OfficeDay | null {
  const hours = profile.services.map((service) => service.hours ?? profile.hours);
  const anyRanges = hoursOfAnyOn(hours, calendar, date);
  if (anyRanges.length === 0) return null;
  const instants = new Map<string, number>();
  const at = (time: string): number => {
    const known = instants.get(time);
    if (known !== undefined) return known;
    // The time always exists, because no office is open in the hour that a change of clocks skips or repeats.
    const found = instantOfMoment({ date, time }, profile.zone) ?? Number.NaN;
    instants.set(time, found);
    return found;
  };
  const spansOf = (ranges: readonly TimeRange[]): Span[] =>
    ranges.map(({ from, to }) => ({ fromMs: at(from), toMs: at(to) }));
  const open = new Map(
    profile.services.map((service, no) => [
      service.serviceId as string,
      spansOf(hoursOn(hours[no] ?? profile.hours, calendar, date).ranges),
    ]),
  );
  const openAny = spansOf(anyRanges);
  const shifts = shiftsOf(part, date, at, openAny, profile);
  const deskMs = shifts.reduce(
    (sum, { spans, breaks }) =>
      sum +
      spans.reduce((all, { fromMs, toMs }) => all + toMs - fromMs, 0) -
      breaks.reduce((all, { lastsMs }) => all + lastsMs, 0),
    0,
  );
  const overtimeMs = part.overtimeMinutes * MINUTE_MS;
  return {
    date,
    open,
    openAny,
    deskMs,
    midnightMs: (openAny[0]?.fromMs ?? 0) - minuteOf(anyRanges[0]?.from ?? '00:00') * MINUTE_MS,
    quarters: quartersOf(part, date, at),
    shifts: shifts.map((shift) => ({ ...shift, spans: goOn(shift.spans, openAny, overtimeMs) })),
  };
}

function quartersOf({ arrivals }: OfficePart, date: string, at: (time: string) => number): Quarter[] {
  const weekday = weekdayOf(date);
  return arrivals
    .filter(({ days }) => days.includes(weekday))
    .flatMap(({ people, spans }) => {
      const quarters = spans.flatMap(({ from, to, weight }) => {
        const [first, last] = [minuteOf(from), minuteOf(to)];
        return Array.from({ length: Math.ceil((last - first) / QUARTER) }, (_, no) => ({
          fromMs: at(from) + no * QUARTER * MINUTE_MS,
          weight: (weight * Math.min(QUARTER, last - first - no * QUARTER)) / QUARTER,
        }));
      });
      const whole = quarters.reduce((sum, { weight }) => sum + weight, 0);
      return quarters.map(({ fromMs, weight }) => ({ fromMs, mean: whole === 0 ? 0 : (people * weight) / whole }));
    });
}

function shiftsOf(
  { desks }: OfficePart,
  date: string,
  at: (time: string) => number,
  openAny: readonly Span[],
  profile: OfficeProfile,
): Shift[] {
  const weekday = weekdayOf(date);
  return desks.flatMap(({ days, from, to, services, breaks }, no) => {
    if (days !== undefined && !days.includes(weekday)) return [];
    const [fromMs, toMs] = [at(from), at(to)];
    const spans = openAny
      .map((span) => ({ fromMs: Math.max(span.fromMs, fromMs), toMs: Math.min(span.toMs, toMs) }))
      .filter((span) => span.fromMs < span.toMs);
    const pauses = breaks
      .map((pause) => ({ fromMs: at(pause.from), lastsMs: pause.minutes * MINUTE_MS }))
      .filter((pause) => spans.some((span) => span.fromMs <= pause.fromMs && pause.fromMs < span.toMs))
      .toSorted((one, other) => one.fromMs - other.fromMs);
    const deskId = profile.desks[no]?.deskId ?? `taula-${no + 1}`;
    return spans.length === 0
      ? []
      : [{ deskId, services: services === undefined ? null : new Set<string>(services), spans, breaks: pauses }];
  });
}

const goOn = (spans: readonly Span[], openAny: readonly Span[], overtimeMs: number): Span[] =>
  spans.map(({ fromMs, toMs }) => ({
    fromMs,
    toMs: openAny.some((span) => span.toMs === toMs) ? toMs + overtimeMs : toMs,
  }));

export const isWithin = (spans: readonly Span[] | undefined, ms: number): boolean =>
  spans?.some(({ fromMs, toMs }) => fromMs <= ms && ms < toMs) ?? false;
