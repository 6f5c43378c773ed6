/** RFC 4648 base 32. Capitals and digits take the least room in a QR code. */
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const CHARACTERS = 26;
/** 26 characters of 5 bits are 130 bits, so an attacker cannot guess the token of another turn. */
export const FOLLOW_TOKEN_BYTES = 17;

/**
 * Makes the opaque token for following a turn. It reveals no office, series or number.
 * @throws RangeError on anything but `FOLLOW_TOKEN_BYTES` bytes
 */
export function followToken(random: Uint8Array): string {
  if (random.length !== FOLLOW_TOKEN_BYTES) throw new RangeError(`a token takes ${FOLLOW_TOKEN_BYTES} random bytes`);
  const bits = Array.from(random, (byte) => byte.toString(2).padStart(8, '0')).join('');
  return Array.from({ length: CHARACTERS }, (_, at) =>
    ALPHABET.charAt(Number.parseInt(bits.slice(at * 5, at * 5 + 5), 2)),
  ).join('');
}
