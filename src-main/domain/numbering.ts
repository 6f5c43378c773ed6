/**
 * Which numbers a kiosk owns. Ownership is a constant of the program, never configuration: two kiosks that both believe a
 * number theirs is the one fault that paper cannot undo.
 *
 * Invariants: within one (series, service day) a kiosk's numbers strictly grow; every number belongs to one slot only.
 */
export interface Band {
  readonly first: number;
  readonly last: number;
}

/** Bands of the only kiosk of an office, in the order they are used: three digits first, then the overflow. */
export const ONLY_KIOSK_BANDS: readonly Band[] = [
  { first: 1, last: 399 },
  { first: 1_000, last: 1_999 },
  { first: 10_000, last: 19_999 },
];

/** The smallest owned number above `last` (0 when none was given yet), or `null` when every owned number is used. */
export function nextNumber(last: number, bands: readonly Band[] = ONLY_KIOSK_BANDS): number | null {
  for (const band of bands) {
    const candidate = Math.max(last + 1, band.first);
    if (candidate <= band.last) return candidate;
  }
  return null;
}

/** As it is called, shown and printed: `A047`, `A1000`. */
export function formatLabel(series: string, number: number): string {
  return `${series}${String(number).padStart(3, '0')}`;
}
