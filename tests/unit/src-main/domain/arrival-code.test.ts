import { expect, test } from 'vitest';
import { arrivalCode, isArrivalCode, isSameCode } from '../../../../src-main/domain/arrival-code.ts';
import { LOCATOR_ALPHABET } from '../../../../src-main/domain/locator.ts';

test.each(['A052', 'B052', 'S052', 'O1052', 'ZU9100'])(
  'each character of the code of %s is a key of the pad',
  (label) => {
    const [number = '', digits] = arrivalCode(label, 'ABCDEFGHIJKLMNOPQRSTUVWX27').split('-');
    expect([...number].filter((character) => !LOCATOR_ALPHABET.includes(character))).toEqual([]);
    expect(digits).toMatch(/^\d{4}$/);
    expect(isArrivalCode(`${number}${digits}`)).toBe(true);
    // The number in the form that the phone shows is accepted, too.
    expect(isSameCode(`${label}${digits}`, `${number}-${digits}`)).toBe(true);
  },
);
