/**
 * Random numbers by purpose. An office and the same office with a change draw the same numbers, so the same people come to both: a
 * citizen's visit takes as long with an additional desk as without.
 */

/** A number from 0 (included) to 1 (excluded). */
export type Chance = (purpose: number) => number;

/** Mixes whole numbers into one number of 32 bits, by a round like those of murmur3 for each and its finaliser at the end. */
export function mixed(...parts: readonly number[]): number {
  let state = 0x9e3779b9;
  for (const part of parts) {
    state = Math.imul(state ^ part, 0x85ebca6b);
    state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35);
    state ^= state >>> 16;
    state = (Math.imul(state, 5) + 0xe6546b64) | 0;
  }
  state = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
  state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35);
  return (state ^ (state >>> 16)) >>> 0;
}

export function numberOf(name: string): number {
  let sum = 0x811c9dc5;
  for (let at = 0; at < name.length; at += 1) sum = Math.imul(sum ^ name.charCodeAt(at), 0x01000193);
  return sum >>> 0;
}

export const chanceOf =
  (seed: number): Chance =>
  (purpose) =>
    mixed(seed, purpose) / 4_294_967_296;

/** Returns the value below which a share of the standard normal distribution lies (Acklam; error below 1e-8). */
export function normalQuantile(share: number): number {
  const at = Math.min(1 - 1e-12, Math.max(1e-12, share));
  const tail = 0.02425;
  if (at < tail || at > 1 - tail) {
    const q = Math.sqrt(-2 * Math.log(Math.min(at, 1 - at)));
    const value =
      (((((C[0] * q + C[1]) * q + C[2]) * q + C[3]) * q + C[4]) * q + C[5]) /
      ((((D[0] * q + D[1]) * q + D[2]) * q + D[3]) * q + 1);
    return at < tail ? value : -value;
  }
  const q = at - 0.5;
  const r = q * q;
  return (
    ((((((A[0] * r + A[1]) * r + A[2]) * r + A[3]) * r + A[4]) * r + A[5]) * q) /
    (((((B[0] * r + B[1]) * r + B[2]) * r + B[3]) * r + B[4]) * r + 1)
  );
}
const A = [
  -39.69683028665376, 220.9460984245205, -275.9285104469687, 138.357751867269, -30.66479806614716, 2.506628277459239,
] as const;
const B = [-54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972, -13.28068155288572] as const;
const C = [
  -0.007784894002430293, -0.3223964580411365, -2.400758277161838, -2.549732539343734, 4.374664141464968,
  2.938163982698783,
] as const;
const D = [0.007784695709041462, 0.3224671290700398, 2.445134137142996, 3.754408661907416] as const;

export const exponential = (chance: number, mean: number): number => -Math.log(1 - chance) * mean;

/** Returns a lognormal value for a random `chance`, by its mean and standard deviation. */
export function lognormal(chance: number, mean: number, sd: number): number {
  if (mean <= 0) return 0;
  const variance = Math.log(1 + (sd / mean) ** 2);
  return Math.exp(Math.log(mean) - variance / 2 + Math.sqrt(variance) * normalQuantile(chance));
}

/** Returns a number of people whose expected value is `mean`: the smallest count at which Poisson's distribution reaches `chance`. */
export function poisson(chance: number, mean: number): number {
  if (mean <= 0) return 0;
  // Beyond a mean of 500, `Math.exp(-mean)` loses precision, and a normal distribution is as good.
  if (mean > 500) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normalQuantile(chance)));
  let count = 0;
  let share = Math.exp(-mean);
  let reached = share;
  while (chance > reached && count < 2_000) {
    count += 1;
    share *= mean / count;
    reached += share;
  }
  return count;
}
