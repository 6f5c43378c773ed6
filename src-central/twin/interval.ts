import { normalQuantile } from './chance.ts';

/** A mean and the bounds between which the true one lies with the confidence asked. */
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

/** The quantile of Student's distribution by Hill's expansion; good to three digits from five degrees on. */
export function studentQuantile(share: number, degrees: number): number {
  const z = normalQuantile(share);
  return (
    z +
    (z ** 3 + z) / (4 * degrees) +
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * degrees ** 2) +
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / (384 * degrees ** 3)
  );
}

/** The interval of a mean of independent values. Without two values nothing is excluded. */
export function intervalOf(values: readonly number[], confidence = 0.95): Interval {
  const mean = meanOf(values);
  if (values.length < 2) return { mean, from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };
  const reach =
    studentQuantile((1 + confidence) / 2, values.length - 1) * Math.sqrt(varianceOf(values) / values.length);
  return { mean, from: mean - reach, to: mean + reach };
}

/** The value that a share of sorted values does not exceed. */
export const quantileOf = (sorted: readonly number[], share: number): number =>
  sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;

/** What a day adds to a mean: the sum of its waits, and how many there were. */
export interface DaySum {
  sum: number;
  count: number;
}

const ratioOf = (days: readonly DaySum[]): number => {
  const count = days.reduce((all, day) => all + day.count, 0);
  return count === 0 ? 0 : days.reduce((all, day) => all + day.sum, 0) / count;
};

/** What each day adds to the error of the mean wait per person, times the number of days. */
function influencesOf(days: readonly DaySum[]): number[] {
  const mean = ratioOf(days);
  const perDay = meanOf(days.map(({ count }) => count));
  return days.map(({ sum, count }) => (perDay === 0 ? 0 : (sum - mean * count) / perDay));
}

const around = (mean: number, influences: readonly number[], confidence: number): Interval => {
  const { from, to } = intervalOf(influences, confidence);
  return { mean, from: mean + from, to: mean + to };
};

/** The mean per person over days that do not depend on each other, because each queue ends with its day. */
export const perPerson = (days: readonly DaySum[], confidence = 0.95): Interval =>
  around(ratioOf(days), influencesOf(days), confidence);

/** How much lower the mean per person is in `changed`, whose days had the same people as those of `base`. */
export function gainPerPerson(base: readonly DaySum[], changed: readonly DaySum[], confidence = 0.95): Interval {
  const [before, after] = [influencesOf(base), influencesOf(changed)];
  const differences = before.map((influence, day) => influence - (after[day] ?? 0));
  return around(ratioOf(base) - ratioOf(changed), differences, confidence);
}
