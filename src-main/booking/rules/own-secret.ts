const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
/** An id has 128 bits, for which 26 characters of 5 bits are enough. */
const CHARACTERS = 26;

/**
 * Makes the secret of a hold (the reservation of an appointment time) from a random id. The secret depends on the id alone, so a repeated
 * call finds its reservation at the centre even after a restart or from another kiosk of the office.
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
