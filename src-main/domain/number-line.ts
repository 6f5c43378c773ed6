import { bandsOf, ownsNumber, slotOf } from './numbering.ts';

/**
 * One line of numbers for the kiosks of an office, while they hear each other: one of them gives the numbers of all, each from its own and
 * counted as its own, and whoever asked puts it on its ticket and counts nothing. A number so has one owner, as ever (`numbering`): an answer
 * that comes late or never is a number less, and whoever hears nobody gives its own.
 */

/** A number that one kiosk gives another, under the service day by which it was counted. */
export interface GivenNumber {
  readonly serviceDay: string;
  readonly number: number;
}

/** Which kiosk gives numbers for a kiosk with this slot: of those that it hears the one with the lowest. `null`: it gives its own. */
export function givingKiosk<Kiosk extends { readonly slot: number; readonly isHeard: boolean }>(
  ownSlot: number,
  others: readonly Kiosk[],
): Kiosk | null {
  const lower = others.filter(({ slot, isHeard }) => isHeard && slot < ownSlot);
  return lower.toSorted((one, other) => one.slot - other.slot)[0] ?? null;
}

/**
 * Which of two kiosks with one slot goes on with its numbers: both name the same one, by the names of their keys, or of two copies of one disk by the names of
 * their runs. Two kiosks that both believe a number theirs is the one fault that paper cannot undo, so the other gives none of its own.
 */
export const keepsSlot = (own: { pin: string; run: string }, other: { pin: string; run: string }): boolean =>
  own.pin === other.pin ? own.run < other.run : own.pin < other.pin;

/** Whether a number goes on a ticket here: one of the giver's own, and of the same service day by the clocks of both. */
export const mayGoOnTicket = ({ serviceDay, number }: GivenNumber, fromSlot: number, ownServiceDay: string): boolean =>
  serviceDay === ownServiceDay && ownsNumber(fromSlot, number);

/** Whether a kiosk gives a number to others: those of its last band it keeps, so that nobody who asks without end leaves its own people without one. */
export function mayBeGivenAway(slot: number, number: number): boolean {
  const bands = bandsOf(slot);
  return bands.length === 1 || number < (bands.at(-1)?.first ?? 0);
}

/** As far beyond the last one given here as a number of the line may be that was given elsewhere, for whoever types it. */
const MOST_BEYOND = 20;

/** Whether a number that was not given here may be of the line: of a slot of which some were (`ownNumbers`), and not far beyond them. */
export const mayBeOfLine = (typed: number, ownNumbers: readonly number[]): boolean =>
  ownNumbers.some((number) => slotOf(number) === slotOf(typed) && typed - number <= MOST_BEYOND);

/**
 * For so long, milliseconds by the monotonic clock of the boot in which it came, a number of another kiosk is printed again without a question:
 * its series cannot have begun anew (`REST_MS` has 15 minutes to spare, of which a paper may wait for two). Later its owner has to say that it is still this ticket's.
 */
export const PRINTED_UNASKED_MS = 10 * 60_000;
