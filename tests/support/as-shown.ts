/** A sentence as screens show it: no line breaks after a hyphen inside a word, because an invisible mark follows the hyphen. */
export const asShown = (sentence: string): string => sentence.replace(/(?<=\p{L})-(?=\p{L})/gu, '-\u2060');
