import { addDays } from '../../src-main/domain/calendar-day.ts';
import { minuteOf } from '../../src-main/domain/opening-hours.ts';
import { fitted } from './fit.ts';
import { meanOf, quantileOf } from './interval.ts';
import type { MeasuredRow } from './measured.ts';
import type { TwinOffice } from './office-day.ts';
import { liveOffice } from './run-twin.ts';

/** A forecast figure of a day beside its measured value. In 95 of 100 simulations the figure lies between `from` and `to`. */
export interface Foretold {
  readonly what: 'people' | 'wait' | 'people-of-hour' | 'wait-of-hour';
  /** The hour of the figure. `null`: the whole day. */
  readonly hour: number | null;
  readonly mean: number;
  readonly from: number;
  readonly to: number;
  /** The measured value. `null`: it was not measured. */
  readonly came: number | null;
}

const WEEKS = 8;

/**
 * Forecasts a day from the weeks before it, beside its measured values. `null`: the office is closed on that day, or the weeks before have
 * no figures.
 */
export function foretell(
  office: TwinOffice,
  rows: readonly MeasuredRow[],
  { date, seed, times }: { date: string; seed: number; times: number },
): Foretold[] | null {
  const own = rows.filter(({ officeId }) => officeId === office.part.officeId);
  const before = own.filter((row) => row.date < date && row.date >= addDays(date, -7 * WEEKS));
  if (before.length === 0) return null;
  const tally = liveOffice(fitted(office, before), { from: date, days: 1, seed, times });
  if (tally.days === 0) return null;
  const today = own.filter((row) => row.date === date);
  const around = (what: Foretold['what'], hour: number | null, values: readonly number[], came: number | null) => {
    const sorted = values.toSorted((one, other) => one - other);
    return { what, hour, mean: meanOf(values), from: quantileOf(sorted, 0.025), to: quantileOf(sorted, 0.975), came };
  };
  const peopleOf = (some: readonly MeasuredRow[]) => some.reduce((all, { arrived }) => all + arrived, 0);
  const waitOf = (some: readonly MeasuredRow[]): number | null => {
    const called = some.reduce((all, row) => all + row.called, 0);
    return called === 0 ? null : some.reduce((all, row) => all + row.waitMinutes, 0) / called;
  };
  const waits = (sums: readonly { sum: number; count: number }[]) =>
    sums.flatMap(({ sum, count }) => (count === 0 ? [] : [sum / count]));
  const hours = [...tally.hours].flatMap(([key, sums]) => {
    const hour = Number(key.split(' ')[1]);
    const came = today.filter(({ quarter }) => Math.floor(minuteOf(quarter) / 60) === hour);
    const people = sums.map(({ count }) => count);
    return [
      around('people-of-hour', hour, people, today.length === 0 ? null : peopleOf(came)),
      around('wait-of-hour', hour, waits(sums), waitOf(came)),
    ];
  });
  const people = tally.waits.all.map(({ count }) => count);
  return [
    around('people', null, people, today.length === 0 ? null : peopleOf(today)),
    around('wait', null, waits(tally.waits.all), waitOf(today)),
    ...hours,
  ];
}
