/** Prevents a line break after a hyphen inside a word, as in `Acosteu-lo`. */
export const joined = (sentence: string): string => sentence.replace(/(?<=\p{L})-(?=\p{L})/gu, '-\u2060');

/** Lets values in a right-to-left sentence keep their own direction: a label, a phone number, a range of opening hours. */
export const isolated = (sentence: string): string => sentence.replace(/\{\{(?!count\})\w+\}\}/g, '\u2068$&\u2069');
