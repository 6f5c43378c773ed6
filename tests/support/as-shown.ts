/** Screens put an invisible mark after each hyphen inside a word, which prevents a line break there. */
export const asShown = (sentence: string): string => sentence.replace(/(?<=\p{L})-(?=\p{L})/gu, '-\u2060');
