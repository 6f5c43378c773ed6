import { normalQuantile } from './chance.ts';

/** A mean, and the bounds that contain the true mean with the given confidence. */
export interface Interval {
  readonly mean: number;
  readonly from: number;
  readonly to: number;
}

export const meanOf = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;

export function varianceOf(values: readonly number[]): number {
  const mean = meanOf(values);
  return values.length < 2 ? 0 : values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
}

/** Returns the quantile of Student's distribution by Hill's expansion, good to three digits from five degrees of freedom on. */
export function studentQuantile(share: number, degrees: number): number {
  const z = normalQuantile(share);
  return (
    z +
    (z ** 3 + z) / (4 * degrees) +
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * degrees ** 2) +
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / (384 * degrees ** 3)
  );
}

/** Returns the asymmetry of the values around their mean; positive: a few values are far above the mean. */
function skewnessOf(values: readonly number[]): number {
  const [count, mean, deviation] = [values.length, meanOf(values), Math.sqrt(varianceOf(values))];
  if (count < 3 || deviation === 0) return 0;
  const cubes = values.reduce((sum, value) => sum + ((value - mean) / deviation) ** 3, 0);
  return (cubes * count) / ((count - 1) * (count - 2));
}

/**
 * Returns the interval of a mean of independent values, by Student's distribution corrected for asymmetry (Hall 1992). Waits are
 * asymmetric, and the plain interval ends too low: it misses true means above it six times as often as below. Fewer than two values give
 * infinite bounds.
 */
export function intervalOf(values: readonly number[], confidence = 0.95): Interval {
  const mean = meanOf(values);
  if (values.length < 2) return { mean, from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };
  const error = Math.sqrt(varianceOf(values) / values.length);
  const reach = studentQuantile((1 + confidence) / 2, values.length - 1);
  const asymmetry = skewnessOf(values) / Math.sqrt(values.length);
  const corrected = (at: number): number =>
    Math.abs(asymmetry) < 1e-6 ? at : (3 / asymmetry) * (Math.cbrt(1 + asymmetry * (at - asymmetry / 6)) - 1);
  return { mean, from: mean - error * corrected(reach), to: mean - error * corrected(-reach) };
}

export const quantileOf = (sorted: readonly number[], share: number): number =>
  sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;

/** Returns the median; of an even number of values, the lower middle one. */
export const medianOf = (values: readonly number[]): number =>
  quantileOf(
    values.toSorted((one, other) => one - other),
    0.5,
  );

export interface DaySum {
  sum: number;
  count: number;
}

const ratioOf = (days: readonly DaySum[]): number => {
  const count = days.reduce((all, day) => all + day.count, 0);
  return count === 0 ? 0 : days.reduce((all, day) => all + day.sum, 0) / count;
};

/** Returns, for each day, its contribution to the error of the mean wait per person, times the number of days. */
function influencesOf(days: readonly DaySum[]): number[] {
  const mean = ratioOf(days);
  const perDay = meanOf(days.map(({ count }) => count));
  return days.map(({ sum, count }) => (perDay === 0 ? 0 : (sum - mean * count) / perDay));
}

const around = (mean: number, influences: readonly number[], confidence?: number): Interval => {
  const { from, to } = intervalOf(influences, confidence);
  return { mean, from: mean + from, to: mean + to };
};

/** Returns the mean wait per person, with its interval. Days are independent of each other, because each queue ends with its day. */
export const perPerson = (days: readonly DaySum[]): Interval => around(ratioOf(days), influencesOf(days));

/**
 * Returns by how much the mean wait per person is lower in `changed` than in `base`, with its interval. Both have the same days with the
 * same people.
 */
export function gainPerPerson(base: readonly DaySum[], changed: readonly DaySum[], confidence?: number): Interval {
  const [before, after] = [influencesOf(base), influencesOf(changed)];
  const differences = before.map((influence, day) => influence - (after[day] ?? 0));
  return around(ratioOf(base) - ratioOf(changed), differences, confidence);
}
