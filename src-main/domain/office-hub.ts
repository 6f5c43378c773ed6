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
