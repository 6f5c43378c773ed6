import { inAlphabet } from './locator.ts';

/**
 * Length of the mark of a number that was taken at home: the last characters of its follow token, the secret in the address at which the
 * holder follows the turn. Every kiosk of the office recognises the turn by its mark, while the token's other characters stay secret.
 */
const MARK_CHARACTERS = 8;
const PROOF_DIGITS = 4;

/** Returns the mark of a ticket, which the office's kiosks send each other instead of the follow token. */
export const arrivalMark = (followToken: string): string => followToken.slice(-MARK_CHARACTERS);

/**
 * Returns the digits that the holder of a number from home types after the number, to prove the arrival at the office. A token and its mark
 * give the same digits.
 */
const arrivalDigits = (tokenOrMark: string): string =>
  [...tokenOrMark.slice(-PROOF_DIGITS)].map((character) => (character.codePointAt(0) ?? 0) % 10).join('');

/**
 * Returns the code that the holder's phone shows, to be typed at the kiosk: the ticket's number, a hyphen and four digits of proof, such as
 * `A052-1234`. A letter that the kiosk's keypad lacks is written as its look-alike: `8052-1234` for number B052.
 */
export const arrivalCode = (label: string, followToken: string): string =>
  `${inAlphabet(label)}-${arrivalDigits(followToken)}`;

const ARRIVAL_CHARACTERS = 10;

/**
 * Whether the typed text is a number (one or two letters, three or four digits) with the four digits of proof; a letter may be typed as its
 * look-alike.
 */
export const isArrivalCode = (typed: string): boolean => /^[A-Z0-9]{1,2}\d{7,8}$/.test(inAlphabet(typed));

/** Whether further digits may complete the typed text to an arrival code. */
export const beginsArrivalCode = (typed: string): boolean =>
  typed.length < ARRIVAL_CHARACTERS && /^[A-Z0-9]{0,2}\d*$/.test(typed);

export const isSameCode = (typed: string, code: string): boolean => inAlphabet(typed) === inAlphabet(code);
