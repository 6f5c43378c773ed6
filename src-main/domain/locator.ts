/**
 * The short code of an appointment for typing: `NE4N-AF7Q`. Seven random characters and a check character.
 *
 * Invariants: no two characters of the alphabet look alike, and a look-alike is read as its character (`O` as `0`, `S` as `5`); the
 * alphabet has 29 characters, a prime, so that the check detects one wrong character or two swapped ones.
 */
export const LOCATOR_ALPHABET = '0123456789ACDEFGHJKMNPQRTVWXY';
export const LOCATOR_CHARACTERS = 8;
/** A locator needs far fewer random bytes, but with this many the bias of the modulo is negligible. */
export const LOCATOR_RANDOM_BYTES = 16;
export const MOST_LOCATOR_TYPED = 40;

/**
 * - `incomplete`: too short so far.
 * - `unknown-character`, `too-long`: not a locator of Torn.
 * - `wrong-check`: mistyped.
 */
export type UnreadableLocator =
  | { kind: 'incomplete' }
  | { kind: 'too-long' }
  | { kind: 'unknown-character' }
  | { kind: 'wrong-check' };

/** `value`: eight characters of the alphabet. */
export type LocatorReading = { ok: true; value: string } | { ok: false; error: UnreadableLocator };

/** Parses typed text. Case, spaces and hyphens are ignored, and look-alikes are accepted. */
export function readLocator(typed: string): LocatorReading {
  if (typed.length > MOST_LOCATOR_TYPED) return refuse('too-long');
  const text = inAlphabet(typed);
  const values = [...text].map((character) => LOCATOR_ALPHABET.indexOf(character));
  if (values.includes(-1)) return refuse('unknown-character');
  if (values.length !== LOCATOR_CHARACTERS)
    return refuse(values.length < LOCATOR_CHARACTERS ? 'incomplete' : 'too-long');
  return weigh(values) === 0 ? { ok: true, value: text } : refuse('wrong-check');
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
  if (random.length !== LOCATOR_RANDOM_BYTES)
    throw new RangeError(`a locator takes ${LOCATOR_RANDOM_BYTES} random bytes`);
  let rest = random.reduce((number, byte) => number * 256n + BigInt(byte), 0n);
  const values = Array.from({ length: LOCATOR_CHARACTERS - 1 }, () => {
    const value = Number(rest % BigInt(SIZE));
    rest /= BigInt(SIZE);
    return value;
  });
  const check = (SIZE - weigh(values)) % SIZE;
  return [...values, check].map((value) => LOCATOR_ALPHABET.charAt(value)).join('');
}

/** Groups the locator for print and speech, by four characters. */
export const formatLocator = (locator: string): string => `${locator.slice(0, 4)}-${locator.slice(4)}`;

const SIZE = LOCATOR_ALPHABET.length;

const LOOK_ALIKES: Record<string, string> = { O: '0', I: '1', L: '1', Z: '2', S: '5', B: '8', U: 'V' };

const refuse = (kind: UnreadableLocator['kind']): LocatorReading => ({ ok: false, error: { kind } });

/**
 * Sums the characters, each multiplied by its position from the end, modulo the alphabet's size. The check character is the last and may be
 * missing.
 */
const weigh = (values: readonly number[]): number =>
  values.reduce((sum, value, at) => (sum + value * (LOCATOR_CHARACTERS - at)) % SIZE, 0);
