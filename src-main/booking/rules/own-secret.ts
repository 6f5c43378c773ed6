const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
/** 26 characters of 5 bits hold the 128 bits of an id. */
const CHARACTERS = 26;

/**
 * The secret of a hold, made from a random id. Every kiosk of the office makes the same secret, also after a restart, so a call repeated at
 * any of them finds its own hour.
 * @param id a UUID
 */
export function ownSecret(id: string): string {
  let rest = BigInt(`0x${id.replaceAll('-', '')}`);
  return Array.from({ length: CHARACTERS }, () => {
    const value = Number(rest % 32n);
    rest /= 32n;
    return ALPHABET.charAt(value);
  }).join('');
}
