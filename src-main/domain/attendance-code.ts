import { inAlphabet, LOCATOR_ALPHABET, MOST_LOCATOR_TYPED, valuesFrom } from './locator.ts';

/**
 * The code on a proof of attendance: `NE4N-AF7Q-29KT`. Each reader of the paper can ask the centre whether the code is genuine. It has
 * twelve random characters (58 bits) of the locator alphabet; look-alikes are accepted as for locators.
 */
const CHARACTERS = 12;
export const ATTENDANCE_CODE = new RegExp(`^[${LOCATOR_ALPHABET}]{${CHARACTERS}}$`);

export function readAttendanceCode(typed: string): string | null {
  const text = typed.length > MOST_LOCATOR_TYPED ? '' : inAlphabet(typed);
  return ATTENDANCE_CODE.test(text) ? text : null;
}

/**
 * Makes a code from random bytes.
 * @throws RangeError on anything but `LOCATOR_RANDOM_BYTES` bytes
 */
export const attendanceCodeFrom = (random: Uint8Array): string =>
  valuesFrom(random, CHARACTERS)
    .map((value) => LOCATOR_ALPHABET.charAt(value))
    .join('');

export const formatAttendanceCode = (code: string): string => code.replace(/(.{4})(?=.)/g, '$1-');
