import {
  type HolidayCalendar,
  hoursOn,
  isOpenAt,
  type LocalizedText,
  type LocalMoment,
  nextOpening,
  type OpeningHours,
  opensLaterToday,
} from '../../domain/opening-hours.ts';

const HOURS_REASONS = ['opens-later', 'closed-for-today', 'eve', 'not-today', 'holiday', 'closure'] as const;

/** Why a service is stopped within its hours, by a person or, as `full`, by its daily limit. `paused`: no reason is known. */
export const STOP_REASONS = ['paused', 'breakdown', 'staff', 'meeting', 'emergency', 'full'] as const;
export type StopReason = (typeof STOP_REASONS)[number];

export const CLOSURE_REASONS = [...HOURS_REASONS, ...STOP_REASONS] as const;
export type ClosureReason = (typeof CLOSURE_REASONS)[number];

/** Why a service is closed, and until when; `until` is `null` when the end is unknown. */
export interface Closure {
  readonly reason: ClosureReason;
  readonly note: LocalizedText | null;
  readonly until: LocalMoment | null;
}

export interface Stop {
  readonly reason: StopReason;
  /** The end of this stop; it is later than now. */
  readonly end: LocalMoment;
  /** Whether the stop has no known end; `end` is then only the time at which the stop lapses. */
  readonly isOpenEnded: boolean;
}

/**
 * The closure of a service at a local moment; `null` while it is open. If both opening hours and stops close the service, the closure that
 * ends last is returned. If they end together, the closure by opening hours is returned: a stop that ends while the service is closed
 * anyway makes no difference to a citizen.
 */
export function closureAt(
  hours: OpeningHours,
  calendar: HolidayCalendar,
  at: LocalMoment,
  stops: readonly Stop[],
): Closure | null {
  const byHours = closureByHours(hours, calendar, at);
  const candidates = [
    ...(byHours ? [{ closure: byHours, opens: byHours.until }] : []),
    ...stops.map(({ reason, end, isOpenEnded }) => {
      const opens = firstOpenFrom(hours, calendar, end);
      return { closure: { reason, note: null, until: isOpenEnded ? null : opens }, opens };
    }),
  ];
  const [first, ...others] = candidates;
  if (first === undefined) return null;
  return others.reduce((longest, other) => (isLater(other.opens, longest.opens) ? other : longest), first).closure;
}

/**
 * The closure of a group of services; `null` while at least one service is open. `until`: when the first service opens. `reason`: the
 * reason that all services share, else `opens-later`.
 */
export function closureOfAll(closures: readonly (Closure | null)[]): Closure | null {
  const closed = closures.filter((closure) => closure !== null);
  const [first, ...others] = closed;
  if (first === undefined || closed.length < closures.length) return null;
  const soonest = others.reduce((sooner, other) => (isLater(sooner.until, other.until) ? other : sooner), first);
  if (others.every(({ reason }) => reason === first.reason)) return soonest;
  return { reason: 'opens-later', note: null, until: soonest.until };
}

function closureByHours(hours: OpeningHours, calendar: HolidayCalendar, at: LocalMoment): Closure | null {
  if (isOpenAt(hours, calendar, at)) return null;
  const today = hoursOn(hours, calendar, at.date);
  const later = opensLaterToday(hours, calendar, at);
  if (later !== null) return { reason: 'opens-later', note: null, until: { date: at.date, time: later } };
  const until = nextOpening(hours, calendar, at);
  if (today.because === 'holiday' || today.because === 'closure')
    return { reason: today.because, note: today.reason, until };
  if (today.because === 'eve' && isShortened(hours, calendar, at)) return { reason: 'eve', note: null, until };
  return { reason: today.ranges.length === 0 ? 'not-today' : 'closed-for-today', note: null, until };
}

/**
 * Whether the service is closed only by the shorter hours on the eve of a holiday: by its ordinary hours it would be open now or later
 * today.
 */
function isShortened(hours: OpeningHours, calendar: HolidayCalendar, at: LocalMoment): boolean {
  const ordinary = { ...hours, eveOfHoliday: undefined };
  return isOpenAt(ordinary, calendar, at) || opensLaterToday(ordinary, calendar, at) !== null;
}

const firstOpenFrom = (hours: OpeningHours, calendar: HolidayCalendar, from: LocalMoment): LocalMoment | null =>
  isOpenAt(hours, calendar, from) ? { date: from.date, time: from.time } : nextOpening(hours, calendar, from);

function isLater(one: LocalMoment | null, other: LocalMoment | null): boolean {
  if (one === null || other === null) return one === null && other !== null;
  return one.date === other.date ? one.time > other.time : one.date > other.date;
}
