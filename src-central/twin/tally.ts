import { WAIT_GROUPS } from '../../src-main/contract/centre/twin.ts';
import type { DaySum } from './interval.ts';
import type { LivedDay } from './live-day.ts';
import type { OfficeDay } from './office-day.ts';

export type WaitGroup = (typeof WAIT_GROUPS)[number];

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const MOST_MINUTES = 300;

/** The sums of all simulated days. Their size grows with the number of days, not of people. */
export interface Tally {
  /** The waits of each group in the hall: a sum in minutes and a number of people for each simulated day. */
  readonly waits: Record<WaitGroup | 'all', DaySum[]>;
  /** The number of people by whole minutes of waiting; the last cell also counts longer waits. */
  readonly histogram: Uint32Array;
  /** The waits by `DATE HH` of the office's clock: a sum for each simulation, the first simulation first. */
  readonly hours: Map<string, DaySum[]>;
  days: number;
  deskMs: number;
  busyMs: number;
  /** Desk time after closing, in ms. */
  overMs: number;
  unserved: number;
  leftUnserved: number;
}

export const newTally = (): Tally => ({
  waits: { all: [], appointment: [], preferential: [], 'walk-in': [], afar: [] },
  histogram: new Uint32Array(MOST_MINUTES + 1),
  hours: new Map(),
  days: 0,
  deskMs: 0,
  busyMs: 0,
  overMs: 0,
  unserved: 0,
  leftUnserved: 0,
});

/**
 * Adds a simulated day. A wait begins at the arrival in the hall, or at the appointment's start if that is later, and ends at the call. If
 * no desk called a ticket, its wait ends when the last desk closes. The wait of a citizen who took a number at home is at most
 * `mostInHallMs`, because that citizen comes shortly before the call.
 */
export function addDay(tally: Tally, { date, day, tickets }: LivedDay): void {
  const today: Record<WaitGroup | 'all', DaySum> = {
    all: { sum: 0, count: 0 },
    appointment: { sum: 0, count: 0 },
    preferential: { sum: 0, count: 0 },
    'walk-in': { sum: 0, count: 0 },
    afar: { sum: 0, count: 0 },
  };
  const hours = new Map<number, DaySum>();
  const { midnightMs } = day;
  const closesMs = day.openAny.at(-1)?.toMs ?? midnightMs;
  const overMs = Math.max(closesMs, ...day.shifts.flatMap(({ spans }) => spans.map(({ toMs }) => toMs)));
  for (const { ticket, visit } of tickets) {
    const sinceMs = Math.max(ticket.hereMs, ticket.dueMs);
    const mostMs = ticket.mostInHallMs ?? Number.POSITIVE_INFINITY;
    const minutes = Math.min(mostMs, Math.max(0, (visit?.calledMs ?? overMs) - sinceMs)) / MINUTE_MS;
    const hour = hourOf(sinceMs, midnightMs);
    const ofHour = hours.get(hour) ?? { sum: 0, count: 0 };
    hours.set(hour, ofHour);
    for (const sum of [today.all, today[ticket.mostInHallMs !== null ? 'afar' : ticket.class], ofHour]) {
      sum.sum += minutes;
      sum.count += 1;
    }
    const cell = Math.min(MOST_MINUTES, Math.floor(minutes));
    tally.histogram[cell] = (tally.histogram[cell] ?? 0) + 1;
    if (visit === null) tally.unserved += 1;
    else {
      if (visit.servedMs === null) tally.leftUnserved += 1;
      tally.busyMs += visit.endMs - visit.calledMs;
      tally.overMs += Math.max(0, visit.endMs - Math.max(closesMs, visit.calledMs));
    }
  }
  for (const group of ['all', ...WAIT_GROUPS] as const) tally.waits[group].push(today[group]);
  // Every open hour gets a sum, even without people, so that two tallies can be compared simulation by simulation.
  for (const hour of openHours(day)) {
    const key = `${date} ${String(hour).padStart(2, '0')}`;
    const sums = tally.hours.get(key) ?? [];
    tally.hours.set(key, sums);
    sums.push(hours.get(hour) ?? { sum: 0, count: 0 });
  }
  tally.days += 1;
  tally.deskMs += day.deskMs;
}

const hourOf = (ms: number, midnightMs: number): number => Math.floor((ms - midnightMs) / HOUR_MS);

function openHours({ openAny, midnightMs }: OfficeDay): ReadonlySet<number> {
  const hours = new Set<number>();
  for (const { fromMs, toMs } of openAny)
    for (let ms = fromMs; ms < toMs; ms += MINUTE_MS) hours.add(hourOf(ms, midnightMs));
  return hours;
}

export function minutesOf({ histogram }: Tally, share: number): number {
  const all = histogram.reduce((sum, count) => sum + count, 0);
  let reached = 0;
  for (const [minutes, count] of histogram.entries()) {
    reached += count;
    if (reached >= all * share) return minutes;
  }
  return 0;
}
