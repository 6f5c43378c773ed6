/**
 * The code with which a named technician or member of staff signs in at a kiosk. It has ten digits: two that distinguish it from the other
 * codes of the same offices, then eight that only its holder knows.
 */
export const NAMED_CODE_DIGITS = 10;
export const NAMED_CODE_STARTS = 2;
export const NAMED_CODE = /^\d{10}$/;
/**
 * The longest validity of a code. It is limited so that the access of a person who leaves ends by itself, even at a kiosk without a
 * network.
 */
export const LONGEST_CODE_DAYS = 30;
export const LONGEST_CODE_MS = LONGEST_CODE_DAYS * 86_400_000;

export const isNamedCode = (typed: string): boolean => NAMED_CODE.test(typed);
export const startsOf = (code: string): string => code.slice(0, NAMED_CODE_STARTS);
/** Returns the eight digits that only the holder knows; only these are hashed. */
export const secretOf = (code: string): string => code.slice(NAMED_CODE_STARTS);
