import { randomInt } from 'node:crypto';

/** These letters are on the same keys in every keyboard layout of a Latin script. systemd's recovery keys use the same letters. */
const LETTERS = 'cbdefghijklnrtuv';
const GROUPS = 6;
const PER_GROUP = 6;

/** True if `typed` is the code's last group. A person who types it must have the code before their eyes. */
export const isLastGroup = (code: string, typed: string): boolean =>
  typed.trim().toLowerCase() === code.slice(code.lastIndexOf('-') + 1);

/** The code has 144 random bits. */
export const newRecoveryCode = (): string =>
  Array.from({ length: GROUPS }, () =>
    Array.from({ length: PER_GROUP }, () => LETTERS[randomInt(LETTERS.length)]).join(''),
  ).join('-');
