/** Windows-1252 has these characters at bytes 80 to 9F, beyond ASCII and Latin-1. */
const CP1252_EXTRAS = new Set('€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ');

export const isInPage = (character: string): boolean => {
  const code = character.codePointAt(0) ?? 0;
  return (code >= 0x20 && code <= 0x7e) || (code >= 0xa0 && code <= 0xff) || CP1252_EXTRAS.has(character);
};

/**
 * Makes any text safe to send: one byte and one column per character, no control character that the printer would obey. Characters outside
 * the code page become `?`. Idempotent.
 */
export function toPrintable(text: string): string {
  const composed = text
    .normalize('NFC')
    // No Windows code page has the single character for the Catalan ŀ, so it is sent as l and ·.
    .replaceAll('\u0140', 'l·')
    .replaceAll('\u013f', 'L·')
    .replace(/[\t\n\v\f\r\u2028\u2029]+/g, ' ')
    // The formatting characters (Cf) include marks of direction, joiners and soft hyphens.
    .replace(/[\p{Cc}\p{Cf}]/gu, '')
    .replace(/\u202f/g, '\u00a0')
    .replace(/(?!\u00a0)\p{Zs}/gu, ' ')
    .replace(/[\u2010\u2011]/g, '-');
  return Array.from(composed, (character) => (isInPage(character) ? character : '?')).join('');
}
