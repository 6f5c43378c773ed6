import { type Result, refuse, succeed } from './result.ts';

/**
 * The short code of an appointment for typing: `NE4N-AF7Q`. Seven random characters and a check character.
 *
 * Invariants: no two characters of the alphabet look alike, and a look-alike is read as its character (`O` as `0`, `S` as `5`); the
 * alphabet has 29 characters, a prime, so that the check detects one wrong character or two swapped ones.
 */
export const LOCATOR_ALPHABET = '0123456789ACDEFGHJKMNPQRTVWXY';
export const LOCATOR_CHARACTERS = 8;
/** A code needs far fewer random bytes, but with this many the bias of the modulo is negligible. */
export const LOCATOR_RANDOM_BYTES = 16;
export const MOST_LOCATOR_TYPED = 40;

/**
 * Eight characters of the alphabet.
 * - `incomplete`: too short so far.
 * - `unknown-character`, `too-long`: not a locator of Torn.
 * - `wrong-check`: mistyped.
 */
export type LocatorReading = Result<string, { kind: 'incomplete' | 'too-long' | 'unknown-character' | 'wrong-check' }>;

/** Parses typed text. Case, spaces and hyphens are ignored, and look-alikes are accepted. */
export function readLocator(typed: string): LocatorReading {
  if (typed.length > MOST_LOCATOR_TYPED) return refuse({ kind: 'too-long' });
  const text = inAlphabet(typed);
  const values = [...text].map((character) => LOCATOR_ALPHABET.indexOf(character));
  if (values.includes(-1)) return refuse({ kind: 'unknown-character' });
  if (values.length !== LOCATOR_CHARACTERS)
    return refuse({ kind: values.length < LOCATOR_CHARACTERS ? 'incomplete' : 'too-long' });
  return weigh(values) === 0 ? succeed(text) : refuse({ kind: 'wrong-check' });
}

export const inAlphabet = (typed: string): string =>
  typed
    .toUpperCase()
    .replace(/[\s.\-\u00ad\u2010-\u2015]/g, '')
    .replace(/[OILZSBU]/g, (character) => LOOK_ALIKES[character] ?? character);

/**
 * Makes a locator from random bytes.
 * @throws RangeError on anything but `LOCATOR_RANDOM_BYTES` bytes
 */
export function locatorFrom(random: Uint8Array): string {
  const values = valuesFrom(random, LOCATOR_CHARACTERS - 1);
  const check = (SIZE - weigh(values)) % SIZE;
  return [...values, check].map((value) => LOCATOR_ALPHABET.charAt(value)).join('');
}

/**
 * Draws `count` characters of the alphabet, by their positions in it, from random bytes.
 * @throws RangeError on anything but `LOCATOR_RANDOM_BYTES` bytes
 */
export function valuesFrom(random: Uint8Array, count: number): number[] {
  if (random.length !== LOCATOR_RANDOM_BYTES) throw new RangeError(`a code takes ${LOCATOR_RANDOM_BYTES} random bytes`);
  let rest = random.reduce((number, byte) => number * 256n + BigInt(byte), 0n);
  return Array.from({ length: count }, () => {
    const value = Number(rest % BigInt(SIZE));
    rest /= BigInt(SIZE);
    return value;
  });
}

/** Groups the locator for print and speech, by four characters. */
export const formatLocator = (locator: string): string => `${locator.slice(0, 4)}-${locator.slice(4)}`;

const SIZE = LOCATOR_ALPHABET.length;

const LOOK_ALIKES: Record<string, string> = { O: '0', I: '1', L: '1', Z: '2', S: '5', B: '8', U: 'V' };

/**
 * Sums the characters, each multiplied by its position from the end, modulo the alphabet's size. The check character is the last and may be
 * missing.
 */
const weigh = (values: readonly number[]): number =>
  values.reduce((sum, value, at) => (sum + value * (LOCATOR_CHARACTERS - at)) % SIZE, 0);
