import { randomInt } from 'node:crypto';

/** Letters that every keyboard layout of a Latin script has at the same key, as systemd's own recovery keys have. */
const LETTERS = 'cbdefghijklnrtuv';
const GROUPS = 6;
const PER_GROUP = 6;

/** Whether a person typed the last group of the code, and so has it before their eyes. */
export const isLastGroup = (code: string, typed: string): boolean =>
  typed.trim().toLowerCase() === code.slice(code.lastIndexOf('-') + 1);

/** 144 random bits in six groups. */
export const newRecoveryCode = (): string =>
  Array.from({ length: GROUPS }, () =>
    Array.from({ length: PER_GROUP }, () => LETTERS[randomInt(LETTERS.length)]).join(''),
  ).join('-');
