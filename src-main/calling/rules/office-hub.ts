/**
 * The largest difference of two kiosks' clocks at which they call together; with more they would call people in another order, or not at
 * all.
 */
const MOST_APART_MS = 120_000;

/** Whether two kiosks' clocks agree (milliseconds since 1970); otherwise each calls only its own numbers. */
export const areTogether = (oneMs: number, otherMs: number): boolean => Math.abs(oneMs - otherMs) <= MOST_APART_MS;

export interface OtherKiosk {
  readonly slot: number;
  /** Whether this kiosk and the sibling reach each other. */
  readonly isHeard: boolean;
  /** The last change of this kiosk that the sibling has acknowledged. */
  readonly knows: number;
}

/**
 * The kiosk that calls the office's numbers: of the reachable ones the one with the lowest slot, once it has acknowledged every call made
 * here. `null`: this kiosk. A kiosk without siblings calls the numbers it knows; `ticket-life` merges what two kiosks called apart.
 */
export function callingKiosk<Kiosk extends OtherKiosk>(
  ownSlot: number,
  lastActNo: number,
  others: readonly Kiosk[],
): Kiosk | null {
  const able = others.filter(({ slot, isHeard, knows }) => isHeard && slot < ownSlot && knows >= lastActNo);
  return able.toSorted((one, other) => one.slot - other.slot)[0] ?? null;
}
