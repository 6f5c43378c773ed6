import { LEAST_SHOWN } from '../../src-main/contract/centre/figures.ts';

export const isFew = (count: number): boolean => count > 0 && count < LEAST_SHOWN;

/** Parts of a whole, and the whole; `null` is hidden. */
interface ShownParts {
  total: number | null;
  parts: (number | null)[];
}

/**
 * Hides parts of fewer than five, and whatever they could be reckoned from: beside the few the smallest part of five or more, or the whole where
 * there is none. Of a whole of fewer than five nothing is told, not even which parts are none.
 */
export function hideFew(parts: readonly number[]): ShownParts {
  const total = parts.reduce((sum, part) => sum + part, 0);
  if (isFew(total)) return { total: null, parts: parts.map(() => null) };
  if (!parts.some(isFew)) return { total, parts: [...parts] };
  const cover = Math.min(...parts.filter((part) => part >= LEAST_SHOWN));
  const at = parts.indexOf(cover);
  return {
    total: at < 0 ? null : total,
    parts: parts.map((part, index) => (isFew(part) || index === at ? null : part)),
  };
}

/** A part of which the rest is told nowhere but by subtraction. */
export const hideOne = (part: number, total: number | null): number | null =>
  total === null || isFew(part) || isFew(total - part) ? null : part;
