/** Two kiosks whose clocks are further apart would call people in another order, or not at all. */
const MOST_APART_MS = 120_000;

/** Whether two kiosks have the same hour, milliseconds since 1970 each: else each calls its own numbers alone. */
export const areTogether = (oneMs: number, otherMs: number): boolean => Math.abs(oneMs - otherMs) <= MOST_APART_MS;

/** Another kiosk of the office, as this one knows it now. */
export interface OtherKiosk {
  readonly slot: number;
  /** Each of the two hears the other. */
  readonly isHeard: boolean;
  /** The last change here that it has said to know. */
  readonly knows: number;
}

/**
 * Which kiosk calls the office's numbers: of those that hear each other the one with the lowest slot, once it knows all that was called here. `null`: this one itself.
 * Whoever is alone calls what it knows of; what two call apart is merged by `ticket-life`.
 */
export function callingKiosk<Kiosk extends OtherKiosk>(
  ownSlot: number,
  lastActNo: number,
  others: readonly Kiosk[],
): Kiosk | null {
  const able = others.filter(({ slot, isHeard, knows }) => isHeard && slot < ownSlot && knows >= lastActNo);
  return able.toSorted((one, other) => one.slot - other.slot)[0] ?? null;
}
