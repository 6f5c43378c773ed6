import { LEAST_SHOWN } from '../../src-main/contract/centre/figures.ts';

export const isFew = (count: number): boolean => count > 0 && count < LEAST_SHOWN;

/** Parts of a whole, and the whole; `null` is hidden. */
interface ShownParts {
  total: number | null;
  parts: (number | null)[];
}

/**
 * Hides parts of fewer than five, and whatever they could be reckoned from: beside the few the smallest part of five or more, or the whole where
 * there is none. Of a whole of fewer than five nothing is told, not even which parts are none; nor where whoever knows this rule could reckon a
 * part: of 13, 13 and 4 the rest is 17 after one 13 is told, and since the part hidden beside the few is the smallest, the few would be 4.
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

/** Whether a hidden part of fewer than five has one value alone in all tables that would be told alike: few at each hidden place but one. */
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

/** What one of so many parts of fewer than five can be when they make this sum. */
function onesOf(sum: number, count: number): number[] {
  const ones = Array.from({ length: LEAST_SHOWN - 1 }, (_, index) => index + 1);
  return ones.filter((one) => sum - one >= count - 1 && sum - one <= (count - 1) * (LEAST_SHOWN - 1));
}

/** A part of which the rest is told nowhere but by subtraction. */
export const hideOne = (part: number, total: number | null): number | null =>
  total === null || isFew(part) || isFew(total - part) ? null : part;
