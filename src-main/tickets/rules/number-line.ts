import { bandsOf, ownsNumber, slotOf } from '../../domain/numbering.ts';

/**
 * All kiosks of an office that can reach each other share one sequence of numbers: one kiosk issues every walk-in number from its own slot
 * and counter, and the kiosk that asks prints the number and counts nothing. Each number still belongs to one kiosk (`domain/numbering`): a
 * late or lost answer leaves a gap, and a kiosk that reaches no sibling kiosk issues numbers of its own.
 */

export interface GivenNumber {
  readonly serviceDay: string;
  readonly number: number;
}

/**
 * Returns the kiosk that issues numbers for the kiosk in `ownSlot`: of the reachable kiosks with a lower slot, the one with the lowest.
 * `null`: the kiosk issues its own numbers.
 */
export function givingKiosk<Kiosk extends { readonly slot: number; readonly isHeard: boolean }>(
  ownSlot: number,
  others: readonly Kiosk[],
): Kiosk | null {
  const lower = others.filter(({ slot, isHeard }) => isHeard && slot < ownSlot);
  return lower.toSorted((one, other) => one.slot - other.slot)[0] ?? null;
}

/**
 * Decides which of two kiosks with the same slot goes on issuing. Both kiosks decide alike, because both compare the same values: the
 * hashes of their keys (`pin`) or, if one is a copy of the other's disk and has the same key, the ids of their runs. Two kiosks that both
 * believe a number theirs is the one fault that paper cannot undo, so the losing kiosk issues no number of its own.
 */
export const keepsSlot = (own: { pin: string; run: string }, other: { pin: string; run: string }): boolean =>
  own.pin === other.pin ? own.run < other.run : own.pin < other.pin;

/**
 * Whether a number received from the kiosk in `fromSlot` may be printed: the number belongs to that slot, and both kiosks have the same
 * service day.
 */
export const mayGoOnTicket = ({ serviceDay, number }: GivenNumber, fromSlot: number, ownServiceDay: string): boolean =>
  serviceDay === ownServiceDay && ownsNumber(fromSlot, number);

/**
 * Whether a number may be issued for a sibling kiosk. The last of the slot's bands of numbers is reserved for this kiosk, so that a sibling
 * kiosk that asks without end cannot use up all numbers.
 */
export function mayBeGivenAway(slot: number, number: number): boolean {
  const bands = bandsOf(slot);
  return bands.length === 1 || number < (bands.at(-1)?.first ?? 0);
}

/** A typed number that this kiosk did not issue may be at most this much greater than a number that it printed. */
const MOST_BEYOND = 20;

/**
 * Whether a typed number that this kiosk did not print may belong to the shared sequence: this kiosk printed a number of the same slot
 * (`ownNumbers`), and the typed number is at most `MOST_BEYOND` greater.
 */
export const mayBeOfLine = (typed: number, ownNumbers: readonly number[]): boolean =>
  ownNumbers.some((number) => slotOf(number) === slotOf(typed) && typed - number <= MOST_BEYOND);

/**
 * For this long a kiosk reprints a sibling kiosk's number without asking the issuer; milliseconds of the monotonic clock since the number
 * arrived. The series cannot have started again within this time: `REST_MS` is 15 minutes longer than `UNIQUE_FOR_MS`, and a paper may wait
 * two minutes. Later the issuer must confirm that the number still belongs to this ticket.
 */
export const PRINTED_UNASKED_MS = 10 * 60_000;
