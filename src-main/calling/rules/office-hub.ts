/**
 * Largest difference of two kiosks' clocks at which one of the kiosks calls the tickets of both. With a larger difference the two kiosks
 * would disagree about which citizen has waited longer.
 */
const MOST_APART_MS = 120_000;

/** Whether two kiosks' clocks agree (milliseconds since 1970). If not, each kiosk calls the tickets of both by itself. */
export const areTogether = (oneMs: number, otherMs: number): boolean => Math.abs(oneMs - otherMs) <= MOST_APART_MS;

export interface OtherKiosk {
  readonly slot: number;
  readonly isHeard: boolean;
  /** Number of the last change of this kiosk that the sibling has acknowledged. */
  readonly knows: number;
}

/**
 * Returns the kiosk that calls the office's numbers: the reachable sibling with the lowest slot below this kiosk's, once it has
 * acknowledged every call made here. `null`: this kiosk calls. A kiosk that reaches no sibling calls the numbers it knows;
 * `domain/ticket-life` later merges the calls of two kiosks that did not reach each other.
 */
export function callingKiosk<Kiosk extends OtherKiosk>(
  ownSlot: number,
  lastActNo: number,
  others: readonly Kiosk[],
): Kiosk | null {
  const able = others.filter(({ slot, isHeard, knows }) => isHeard && slot < ownSlot && knows >= lastActNo);
  return able.toSorted((one, other) => one.slot - other.slot)[0] ?? null;
}
