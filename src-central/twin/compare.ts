import { type Change, WAIT_GROUPS } from '../../src-main/contract/centre/twin.ts';
import { changed } from './changes.ts';
import { waitOfErlang } from './erlang.ts';
import { gainPerPerson, type Interval, perPerson } from './interval.ts';
import type { TwinOffice } from './office-day.ts';
import { daysOf, liveOffice, type Period } from './run-twin.ts';
import { minutesOf, type Tally, type WaitGroup } from './tally.ts';
import { meanMinutes, type OfficePart } from './twin-profile.ts';

export interface GroupWait {
  readonly group: WaitGroup | 'all';
  readonly people: number;
  readonly wait: Interval;
  /**
   * Minutes saved compared with the unchanged office. `null`: this is the unchanged office, or one of the two offices has no people in this
   * group.
   */
  readonly gain: Interval | null;
}

export interface TwinAnswer {
  /** `null`: the unchanged office. */
  readonly change: Change | null;
  readonly groups: readonly GroupWait[];
  readonly half: number;
  readonly nineOfTen: number;
  readonly hours: readonly { readonly hour: number; readonly people: number; readonly wait: number }[];
  readonly used: number;
  readonly overMinutesADay: number;
  readonly unservedADay: number;
  readonly leftADay: number;
}

/** Simulates the unchanged office and the office with each change. The same people come in all simulations. */
export function compare(office: TwinOffice, changes: readonly Change[], period: Period): TwinAnswer[] {
  const base = liveOffice(office, period);
  return [
    answerOf(null, base, null),
    ...changes.map((change) => answerOf(change, liveOffice(changed(office, change), period), base)),
  ];
}

/**
 * Computes the results of a simulation. `base` is the tally of the unchanged office with the same people; `null`: the tally is that of the
 * unchanged office itself.
 */
export function answerOf(change: Change | null, tally: Tally, base: Tally | null): TwinAnswer {
  const { waits, days } = tally;
  const perDay = (count: number): number => (days === 0 ? 0 : count / days);
  const groups = (['all', ...WAIT_GROUPS] as const).flatMap((group): GroupWait[] => {
    const people = peopleIn(waits[group]);
    if (people === 0) return [];
    const isInBoth = base !== null && peopleIn(base.waits[group]) > 0;
    const gain = isInBoth ? gainPerPerson(base.waits[group], waits[group]) : null;
    return [{ group, people: perDay(people), wait: perPerson(waits[group]), gain }];
  });
  return {
    change,
    groups,
    half: minutesOf(tally, 0.5),
    nineOfTen: minutesOf(tally, 0.9),
    hours: hoursOf(tally),
    used: tally.deskMs === 0 ? 0 : tally.busyMs / tally.deskMs,
    overMinutesADay: perDay(tally.overMs) / 60_000,
    unservedADay: perDay(tally.unserved),
    leftADay: perDay(tally.leftUnserved),
  };
}

const peopleIn = (days: readonly { count: number }[]): number => days.reduce((sum, { count }) => sum + count, 0);

function hoursOf({ hours, days }: Tally): TwinAnswer['hours'] {
  const byHour = new Map<number, { sum: number; count: number }>();
  for (const [key, sums] of hours) {
    const hour = Number(key.split(' ')[1]);
    const all = byHour.get(hour) ?? { sum: 0, count: 0 };
    byHour.set(hour, all);
    for (const { sum, count } of sums) {
      all.sum += sum;
      all.count += count;
    }
  }
  return [...byHour]
    .toSorted(([one], [other]) => one - other)
    .map(([hour, { sum, count }]) => ({
      hour,
      people: days === 0 ? 0 : count / days,
      wait: count === 0 ? 0 : sum / count,
    }));
}

export type Without = 'peaks' | 'breaks' | 'variation';

/**
 * Returns the office without the parts that `without` names: peaks, breaks, variation between days. The formula for steady arrivals ignores
 * all three.
 */
function simplified(office: TwinOffice, without: readonly Without[]): TwinOffice {
  const { part } = office;
  const leaves = (one: Without): boolean => without.includes(one);
  const simple: OfficePart = {
    ...part,
    arrivals: leaves('peaks')
      ? part.arrivals.map((arrival) => ({ ...arrival, spans: arrival.spans.map((span) => ({ ...span, weight: 1 })) }))
      : part.arrivals,
    desks: leaves('breaks') ? part.desks.map((desk) => ({ ...desk, breaks: [] })) : part.desks,
    dayVariation: leaves('variation') ? 0 : part.dayVariation,
  };
  return { ...office, part: simple };
}

export interface Explained {
  /**
   * The mean wait in minutes by the formula for steady arrivals (M/M/c). `null`: more people come than the desks can serve, or the office
   * is closed in the whole period.
   */
  readonly formula: number | null;
  /** The mean wait in minutes as peaks, breaks and variation are added one after another. */
  readonly steps: readonly { readonly without: readonly Without[]; readonly wait: Interval }[];
}

export function explain(office: TwinOffice, period: Period): Explained {
  const without: (readonly Without[])[] = [
    ['peaks', 'breaks', 'variation'],
    ['breaks', 'variation'],
    ['variation'],
    [],
  ];
  const steps = without.map((left) => ({
    without: left,
    wait: perPerson(liveOffice(simplified(office, left), period).waits.all),
  }));
  return { formula: formulaOf(office, period), steps };
}

function formulaOf(office: TwinOffice, period: Period): number | null {
  const [day] = daysOf(office, period);
  if (day === undefined) return null;
  const openMs = day.openAny.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0);
  const people = day.quarters.reduce((sum, { mean }) => sum + mean, 0);
  const visit = office.part.services.reduce((sum, { share, attention }) => sum + share * meanMinutes(attention), 0);
  return waitOfErlang({ perMinute: people / (openMs / 60_000), visit, desks: day.shifts.length });
}
