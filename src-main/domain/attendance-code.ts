import { inAlphabet, LOCATOR_ALPHABET, MOST_LOCATOR_TYPED } from './locator.ts';

/**
 * The code on a proof of attendance, by which anybody who is shown the paper asks the centre whether it is genuine: `NE4N-AF7Q-29KT`.
 * Twelve characters by chance (58 bits) of the alphabet of locators, read with the same forgiveness.
 */
const CHARACTERS = 12;
/** Far more than its characters need: what is left over when they are drawn favours none. */
export const ATTENDANCE_RANDOM_BYTES = 16;
export const ATTENDANCE_CODE = new RegExp(`^[${LOCATOR_ALPHABET}]{${CHARACTERS}}$`);

/** `null` for what is no code. */
export function readAttendanceCode(typed: string): string | null {
  const text = typed.length > MOST_LOCATOR_TYPED ? '' : inAlphabet(typed);
  return ATTENDANCE_CODE.test(text) ? text : null;
}

/**
 * A code from random bytes.
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

/** As it is printed: three groups of four. */
export const formatAttendanceCode = (code: string): string => code.replace(/(.{4})(?=.)/g, '$1-');
