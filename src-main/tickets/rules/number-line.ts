import { bandsOf, ownsNumber, slotOf } from '../../domain/numbering.ts';

/**
 * All kiosks of an office that can reach each other share one sequence of numbers: one kiosk issues every number from its own slot and
 * counter, and the kiosk that asks prints it and counts nothing. Each number still has one owner (`numbering`): a late or lost answer
 * leaves a gap, and a kiosk that reaches no sibling issues numbers of its own.
 */

export interface GivenNumber {
  readonly serviceDay: string;
  readonly number: number;
}

/**
 * Returns the kiosk that issues the numbers of the kiosk in `ownSlot`: the reachable one with the lowest slot below it. `null`: the kiosk
 * issues its own.
 */
export function givingKiosk<Kiosk extends { readonly slot: number; readonly isHeard: boolean }>(
  ownSlot: number,
  others: readonly Kiosk[],
): Kiosk | null {
  const lower = others.filter(({ slot, isHeard }) => isHeard && slot < ownSlot);
  return lower.toSorted((one, other) => one.slot - other.slot)[0] ?? null;
}

/**
 * Decides which of two kiosks with the same slot goes on issuing. Both decide alike, because they compare the names of their keys, or of
 * their runs if one is a copy of the other's disk. Two kiosks that both believe a number theirs is the one fault that paper cannot undo, so
 * the losing kiosk issues no number of its own.
 */
export const keepsSlot = (own: { pin: string; run: string }, other: { pin: string; run: string }): boolean =>
  own.pin === other.pin ? own.run < other.run : own.pin < other.pin;

/** Whether a received number may be printed: it belongs to the issuer's slot and to the same service day on both clocks. */
export const mayGoOnTicket = ({ serviceDay, number }: GivenNumber, fromSlot: number, ownServiceDay: string): boolean =>
  serviceDay === ownServiceDay && ownsNumber(fromSlot, number);

/**
 * Whether a number may be issued to a sibling kiosk. The last band is reserved for this kiosk, so that a sibling that asks without end
 * cannot use up its numbers.
 */
export function mayBeGivenAway(slot: number, number: number): boolean {
  const bands = bandsOf(slot);
  return bands.length === 1 || number < (bands.at(-1)?.first ?? 0);
}

/** A typed number that this kiosk did not issue may be at most this far beyond the last one that it printed. */
const MOST_BEYOND = 20;

/**
 * Whether a number not printed here may belong to the shared sequence: numbers of its slot were printed here (`ownNumbers`), and it is not
 * far beyond one of them.
 */
export const mayBeOfLine = (typed: number, ownNumbers: readonly number[]): boolean =>
  ownNumbers.some((number) => slotOf(number) === slotOf(typed) && typed - number <= MOST_BEYOND);

/**
 * A kiosk reprints a sibling's number for this long without asking the issuer, milliseconds of the monotonic clock of the same boot. Within
 * this time the series cannot have started again (`REST_MS` has 15 minutes to spare, of which a paper may wait two). Later the issuer must
 * confirm that the number still belongs to this ticket.
 */
export const PRINTED_UNASKED_MS = 10 * 60_000;
