/** Keeps a line from breaking after a hyphen inside a word: `Acosteu-lo`. */
export const joined = (sentence: string): string => sentence.replace(/(?<=\p{L})-(?=\p{L})/gu, '-\u2060');
