import { LEAST_SHOWN } from '../../src-main/contract/centre/figures.ts';

export const isFew = (count: number): boolean => count > 0 && count < LEAST_SHOWN;

/** A sum and its parts; `null` is hidden. */
interface ShownParts {
  total: number | null;
  parts: (number | null)[];
}

/**
 * Hides each part from 1 to 4. If there is such a part, the smallest part of five or more is hidden too, because subtraction would reveal
 * the small part; if no part is five or more, the sum is hidden. If the sum itself is from 1 to 4, the sum and all parts are hidden, also
 * zeros. Everything is hidden if a reader who knows this rule could still compute a small part. Example: of 13, 13 and 4, one 13 would be
 * shown, so the hidden parts have the sum 17. The hidden part of five or more is the smallest, so it is at most 13, and the small part
 * could only be 4.
 */
export function hideFew(parts: readonly number[]): ShownParts {
  const total = parts.reduce((sum, part) => sum + part, 0);
  const nothing = { total: null, parts: parts.map(() => null) };
  if (isFew(total)) return nothing;
  if (!parts.some(isFew)) return { total, parts: [...parts] };
  const cover = Math.min(...parts.filter((part) => part >= LEAST_SHOWN));
  const at = parts.indexOf(cover);
  const shown = parts.map((part, index) => (isFew(part) || index === at ? null : part));
  if (at < 0) return { total: null, parts: shown };
  return isReckonable({ total, parts: shown }) ? nothing : { total, parts: shown };
}

/**
 * Tries all tables that `hideFew` would show in the same way. Returns true if one hidden part is small (1 to 4) and has the same value in
 * all of them. All hidden parts but one are small.
 */
function isReckonable({ total, parts }: { total: number; parts: readonly (number | null)[] }): boolean {
  const rest = parts.reduce<number>((left, part) => left - (part ?? 0), total);
  const places = parts.flatMap((part, at) => (part === null ? [at] : []));
  const few = places.length - 1;
  const open = parts.filter((part) => part !== null && part >= LEAST_SHOWN);
  const least = Math.min(...open.map(Number));
  const values = new Map(places.map((at) => [at, new Set<number>()]));
  for (const coverAt of places)
    for (let fewSum = few; fewSum <= few * (LEAST_SHOWN - 1); fewSum += 1) {
      const cover = rest - fewSum;
      const isSmallest = cover < least || (cover === least && coverAt < parts.indexOf(least));
      if (cover < LEAST_SHOWN || !isSmallest) continue;
      values.get(coverAt)?.add(cover);
      for (const at of places) if (at !== coverAt) for (const part of onesOf(fewSum, few)) values.get(at)?.add(part);
    }
  return [...values.values()].some((each) => each.size === 1 && [...each].some(isFew));
}

/** Returns the values that one of `count` small parts (1 to 4) can have if their sum is `sum`. */
function onesOf(sum: number, count: number): number[] {
  const ones = Array.from({ length: LEAST_SHOWN - 1 }, (_, index) => index + 1);
  return ones.filter((one) => sum - one >= count - 1 && sum - one <= (count - 1) * (LEAST_SHOWN - 1));
}

/** Hides a small part (1 to 4), and a part whose rest is small, because subtraction from the total would reveal the rest. */
export const hideOne = (part: number, total: number | null): number | null =>
  total === null || isFew(part) || isFew(total - part) ? null : part;
