import { LEAST_SHOWN } from '../../src-main/contract/centre/figures.ts';

export const isFew = (count: number): boolean => count > 0 && count < LEAST_SHOWN;

/** A whole and its parts; `null` is hidden. */
interface ShownParts {
  total: number | null;
  parts: (number | null)[];
}

/**
 * Hides parts of fewer than five, and every value from which they could be computed: the smallest part of five or more as well, or the
 * whole if there is no such part. A whole of fewer than five hides all parts, including zeros. Everything is hidden too when a reader who
 * knows this rule could compute a part: of 13, 13 and 4, one 13 would be shown, the rest is 17, and since the part hidden with the few is
 * the smallest, the few would be 4.
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
 * Whether a hidden part of fewer than five has the same value in all tables that would be shown alike. All hidden places but one are parts
 * of fewer than five.
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

/** The values that one of `count` parts of fewer than five can have if their sum is `sum`. */
function onesOf(sum: number, count: number): number[] {
  const ones = Array.from({ length: LEAST_SHOWN - 1 }, (_, index) => index + 1);
  return ones.filter((one) => sum - one >= count - 1 && sum - one <= (count - 1) * (LEAST_SHOWN - 1));
}

/** Hides a part of fewer than five, and a part whose rest is fewer than five, because subtraction from the total would reveal the rest. */
export const hideOne = (part: number, total: number | null): number | null =>
  total === null || isFew(part) || isFew(total - part) ? null : part;
