import { expect, test } from 'vitest';
import {
  chanceOf,
  exponential,
  lognormal,
  mixed,
  normalQuantile,
  poisson,
} from '../../../../src-central/twin/chance.ts';
import { waitOfErlang } from '../../../../src-central/twin/erlang.ts';
import {
  type DaySum,
  gainPerPerson,
  intervalOf,
  perPerson,
  studentQuantile,
} from '../../../../src-central/twin/interval.ts';

test('quantiles and the formula of a steady line are those of the tables', () => {
  expect([0.5, 0.975, 0.001].map((share) => normalQuantile(share).toFixed(4))).toEqual(['0.0000', '1.9600', '-3.0902']);
  expect([9, 19, 99].map((degrees) => studentQuantile(0.975, degrees).toFixed(2))).toEqual(['2.26', '2.09', '1.98']);
  expect(waitOfErlang({ perMinute: 0.5 / 10, visit: 10, desks: 1 })).toBeCloseTo(10);
  expect(waitOfErlang({ perMinute: 1.5 / 10, visit: 10, desks: 2 })).toBeCloseTo(12.857, 3);
  expect(waitOfErlang({ perMinute: 2 / 10, visit: 10, desks: 2 })).toBeNull();
});

test('drawn numbers have the means that were asked for, and no two purposes have the same', () => {
  const draws = Array.from({ length: 20_000 }, (_, no) => chanceOf(mixed(7, no)));
  const mean = (of: (no: number) => number): number => draws.reduce((sum, _, no) => sum + of(no), 0) / draws.length;
  const at = (no: number, purpose: number): number => draws[no]?.(purpose) ?? 0;
  expect(mean((no) => at(no, 0))).toBeCloseTo(0.5, 2);
  expect(mean((no) => (at(no, 0) - 0.5) * (at(no, 1) - 0.5))).toBeCloseTo(0, 2);
  expect(mean((no) => exponential(at(no, 2), 10)) / 10).toBeCloseTo(1, 1);
  expect(mean((no) => lognormal(at(no, 3), 12, 9)) / 12).toBeCloseTo(1, 1);
  expect(mean((no) => poisson(at(no, 4), 3.5)) / 3.5).toBeCloseTo(1, 1);
  expect(mean((no) => poisson(at(no, 5), 600)) / 600).toBeCloseTo(1, 2);
});

test('an interval over days of unequal size holds the mean per person in 95 of 100, and a gain is paired by day', () => {
  const trials = 1_000;
  let [held, gains, narrower] = [0, 0, 0];
  for (let trial = 0; trial < trials; trial += 1) {
    const days = Array.from({ length: 40 }, (_, day) => {
      const chance = chanceOf(mixed(11, trial, day));
      // People wait longer on busy days, so the mean per person differs from the mean of the days.
      const count = 20 + Math.floor(chance(0) * 40);
      const wait = 10 + (count - 39.5) / 4 + normalQuantile(chance(1)) * 5;
      const shorter = wait - 2 + normalQuantile(chance(2));
      return { before: { sum: wait * count, count }, after: { sum: shorter * count, count } };
    });
    const [before, after] = [days.map((day) => day.before), days.map((day) => day.after)] as [DaySum[], DaySum[]];
    // A person meets on average E[count²] / E[count] people, with counts from 20 to 59 of equal probability.
    const truth = 10 + (39.5 ** 2 + (40 ** 2 - 1) / 12 - 39.5 ** 2) / 39.5 / 4;
    const own = perPerson(before);
    const gain = gainPerPerson(before, after);
    if (own.from <= truth && truth <= own.to) held += 1;
    if (gain.from <= 2 && 2 <= gain.to) gains += 1;
    if (gain.to - gain.from < (own.to - own.from) / 2) narrower += 1;
  }
  expect(held / trials).toBeGreaterThan(0.93);
  expect(held / trials).toBeLessThan(0.97);
  expect(gains / trials).toBeGreaterThan(0.93);
  expect(gains / trials).toBeLessThan(0.97);
  expect(narrower).toBe(trials);
  expect(perPerson([{ sum: 1, count: 1 }])).toMatchObject({ from: Number.NEGATIVE_INFINITY });
});

test('an interval of asymmetric values, like waits, misses the mean about as often above as below', () => {
  const trials = 2_000;
  let [below, above] = [0, 0];
  for (let trial = 0; trial < trials; trial += 1) {
    const values = Array.from({ length: 20 }, (_, no) => {
      const chance = chanceOf(mixed(12, trial, no));
      return [0, 1, 2, 3].reduce((sum, part) => sum + exponential(chance(part), 1), 0);
    });
    const { from, to } = intervalOf(values);
    if (4 < from) below += 1;
    if (to < 4) above += 1;
  }
  expect((below + above) / trials).toBeLessThan(0.06);
  expect(above).toBeLessThan(2 * below);
  expect(intervalOf([3, 3, 3])).toEqual({ mean: 3, from: 3, to: 3 });
});
