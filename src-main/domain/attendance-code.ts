import { inAlphabet, LOCATOR_ALPHABET, MOST_LOCATOR_TYPED } from './locator.ts';

/**
 * The code on a proof of attendance: `NE4N-AF7Q-29KT`. Each reader of the paper can ask the centre whether the code is genuine. It has
 * twelve random characters (58 bits) of the locator alphabet; look-alikes are accepted as for locators.
 */
const CHARACTERS = 12;
/** A code needs far fewer random bytes, but with this many the bias of the modulo is negligible. */
export const ATTENDANCE_RANDOM_BYTES = 16;
export const ATTENDANCE_CODE = new RegExp(`^[${LOCATOR_ALPHABET}]{${CHARACTERS}}$`);

export function readAttendanceCode(typed: string): string | null {
  const text = typed.length > MOST_LOCATOR_TYPED ? '' : inAlphabet(typed);
  return ATTENDANCE_CODE.test(text) ? text : null;
}

/**
 * Makes a code from random bytes.
 * @throws RangeError on anything but `ATTENDANCE_RANDOM_BYTES` bytes
 */
export function attendanceCodeFrom(random: Uint8Array): string {
  if (random.length !== ATTENDANCE_RANDOM_BYTES)
    throw new RangeError(`a code takes ${ATTENDANCE_RANDOM_BYTES} random bytes`);
  let rest = random.reduce((number, byte) => number * 256n + BigInt(byte), 0n);
  const size = BigInt(LOCATOR_ALPHABET.length);
  return Array.from({ length: CHARACTERS }, () => {
    const character = LOCATOR_ALPHABET.charAt(Number(rest % size));
    rest /= size;
    return character;
  }).join('');
}

/** Groups the code for print, by four characters. */
export const formatAttendanceCode = (code: string): string => code.replace(/(.{4})(?=.)/g, '$1-');
