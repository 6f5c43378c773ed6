import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { controlLetter } from '../../../../src-main/domain/identity-document.ts';
import { LOCATOR_RANDOM_BYTES, locatorFrom } from '../../../../src-main/domain/locator.ts';
import {
  hasDocumentForm,
  holdsNumber,
  MOST_READ_CHARACTERS,
  personalNumberIn,
} from '../../../../src-main/domain/personal-number.ts';

/** Zeros of scripts with digits of their own, also full-width and mathematical zeros. */
const ZEROS = ['0', '０', '٠', '۰', '०', '০', '๐', '𝟶', '𝟎', '᠐'].map((zero) => zero.codePointAt(0) ?? 0);
const inScript = (text: string, zero: number): string =>
  text.replace(/\d/g, (digit) => String.fromCodePoint(zero + Number(digit)));
const asFullWidth = (text: string): string =>
  text.replace(/[A-Z]/g, (letter) => String.fromCodePoint((letter.codePointAt(0) ?? 0) + 0xfee0));

const dni = fc.nat(99_999_999).map((number) => `${String(number).padStart(8, '0')}${controlLetter(number)}`);
const nie = fc.tuple(fc.nat(2), fc.nat(9_999_999)).map(([form, number]) => {
  const digits = String(number).padStart(7, '0');
  return `${'XYZ'.charAt(form)}${digits}${controlLetter(Number(`${form}${digits}`))}`;
});
const telephone = fc
  .tuple(fc.constantFrom('', '+34', '0034', '34'), fc.integer({ min: 600_000_000, max: 999_999_999 }))
  .map(([country, number]) => `${country}${number}`);

/** Characters that people, spreadsheets and attackers write between the characters of a number. */
const gap = fc.constantFrom(
  '',
  '',
  '',
  ' ',
  '.',
  '-',
  '/',
  '\u00a0',
  '\u200b',
  '\u00ad',
  '\u2011',
  '\u3000',
  '_',
  ' - ',
);
const dressed = (number: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc
    .record({
      number,
      gaps: fc.array(gap, { minLength: 14, maxLength: 14 }),
      zero: fc.constantFrom(...ZEROS),
      isWide: fc.boolean(),
      isSmall: fc.boolean(),
    })
    .map(({ number: plain, gaps, zero, isWide, isSmall }) => {
      const shown = isWide ? asFullWidth(plain) : isSmall ? plain.toLowerCase() : plain;
      return [...shown].map((character, at) => inScript(character, zero) + (gaps[at] ?? '')).join('');
    });
const around = fc.constantFrom('', 'CITA-', 'ref ', 'W/', ' (', 'Ñ', 'tel:', ';', 'Q7-');

describe('a personal number', () => {
  test.each([
    '12345678Z',
    '12.345.678-z',
    'REF-12345678Z-1',
    '20261127X1234567L',
    '0012345678Z',
    '12345678A',
    '1234567L',
    'K1234567L',
    // Hexadecimal digits around the number make it look like a digest or a UUID.
    'CAFEBEEF000000012345997B',
    'CAFEBEEFCAFEBEEF000000012345997B',
    'CAFEBEEF0000000012345997BABCDEFF',
    'CAFEBEEFCAFEBEEFABCDEFA12345997B',
    'cafebeef-0000-4000-8000-00012345997b',
    'cafebeef-0000-0000-0000-abc12345997b',
    '１２３４５６７８Ｚ',
    '१२३४५६७८z',
    '12345678%5A',
    '12345678%5a-1',
    '%31%32%33%34%35%36%37%38Z',
    '12345678%255A',
    '12345678%25255A',
    // The number is also found beside escaped bytes that are not UTF-8.
    '%FF12345678%5A%E0',
    '1234567%EF%BC%98Z',
  ])('is found as a document in %s', (text) => {
    expect(personalNumberIn(text)).toBe('document');
  });

  test.each([
    '612345678',
    '+34 612 34 56 78',
    '0034-612345678',
    'cita612345678',
    '20261127-612 345 678',
    '93.739.70.00',
    '(93) 739 70 00',
    '٦١٢٣٤٥٦٧٨',
    '6\u200b1\u200b2345678',
    '+33 6 12 34 56 78',
    '0033612345678',
    '612%20345%20678',
    '%2B34612345678',
  ])('is found as a telephone in %s', (text) => {
    expect(personalNumberIn(text)).toBe('telephone');
  });

  test('is found in any form and at any place', () => {
    for (const [number, kind] of [
      [dni, 'document'],
      [nie, 'document'],
      [telephone, 'telephone'],
    ] as const)
      fc.assert(
        fc.property(around, dressed(number), around, (before, text, after) => {
          // A telephone number beside digits of a code may be found as a document's number instead of a telephone number.
          const found = personalNumberIn(`${before}${text}${after}`);
          if (kind === 'document') expect(found).toBe('document');
          else expect(found).not.toBeNull();
        }),
        { numRuns: 400 },
      );
  });
});

describe('a text that is made to be slow to read', () => {
  const signs = fc.constantFrom('+', '-', ' ', '0', '6', '3', '+3', '0-0', 'Z', '\u0301', '\ufdfa');
  const timeOf = (text: string): number => {
    const times = Array.from({ length: 30 }, () => {
      const beganAt = process.hrtime.bigint();
      for (let round = 0; round < 5; round += 1) personalNumberIn(text);
      return Number(process.hrtime.bigint() - beganAt);
    });
    return Math.min(...times);
  };

  test('takes time in proportion to its length', () => {
    // Eight times the length takes eight times as long; a search that restarts at every character takes over twenty-five times as long.
    for (const sign of ['+', '+ ', ' ', '0-', '6+', '3.'])
      expect(timeOf(sign.repeat(192 / sign.length)) / timeOf(sign.repeat(24 / sign.length)), sign).toBeLessThan(16);
  });

  test('is not read at all if it is longer than any name', () => {
    fc.assert(
      fc.property(signs, (sign) => {
        expect(personalNumberIn(sign.repeat(MOST_READ_CHARACTERS + 1))).toBe('too-long');
      }),
    );
    expect(personalNumberIn(`${'W'.repeat(MOST_READ_CHARACTERS - 9)}12345678Z`)).toBe('document');
  });
});

describe('a name that a booking system may use', () => {
  test.each([
    'W-1',
    'CITA-2026-000123',
    '010/2026/77123',
    '20261126000017',
    '1764165123456',
    'SE-1234567890',
    'A58818501',
    'NE4N-AF7Q',
    '00000123',
  ])('is not a personal number in %s', (text) => {
    expect(personalNumberIn(text)).toBeNull();
  });

  test('may be a UUID, a digest or random letters and digits', () => {
    const uuids = fc
      .uuid()
      .filter((uuid) => (uuid.match(/[a-f]/g) ?? []).length >= 4 && !/00\d{8}[a-f]/.test(uuid.replaceAll('-', '')));
    const digests = fc
      .stringMatching(/^[0-9a-f]{40}$/)
      .filter((text) => (text.match(/[a-f]/g) ?? []).length >= 4 && !/(\d{8}[a-f]$|00\d{8}[a-f])/.test(text));
    fc.assert(
      fc.property(fc.constantFrom('', 'web-', 'Cita '), fc.oneof(uuids, digests), (before, text) => {
        expect(personalNumberIn(`${before}${text}`)).toBeNull();
        expect(personalNumberIn(`${text} 612345678`)).toBe('telephone');
        expect(personalNumberIn(`${text}/12345678Z`)).toBe('document');
      }),
      { numRuns: 500 },
    );
  });

  test('may be a locator of ours, except for one in ten thousand that looks like an old DNI', () => {
    const locators = fc
      .uint8Array({ minLength: LOCATOR_RANDOM_BYTES, maxLength: LOCATOR_RANDOM_BYTES })
      .map((random) => locatorFrom(random));
    fc.assert(
      fc.property(locators, (locator) => {
        if (!/^\d{5,7}[A-Z]$/.test(locator)) expect(personalNumberIn(locator)).toBeNull();
      }),
      { numRuns: 500 },
    );
  });
});

describe('a name that is stored', () => {
  test.each([
    '12345678',
    'W-12345678',
    'CITA/12.345.678',
    '12 345 678',
    '1-2-3-4-5-6-7-8',
    '１２３４５６７８',
    '%31%32345678',
    '2026/87654321',
    // The next three look like dates, but these dates do not exist.
    '20261326',
    '20261132',
    '21261126',
    'X1234567',
    'x1234567-1',
    'AAB123456',
    'W-PAB123456',
    'AB1234567',
    'A12345678',
    'aab123456',
    'AAB%31%32%33456',
  ])('has the form of a document number without its control letter, or of a passport’s, in %s', (text) => {
    expect(hasDocumentForm(text)).toBe(true);
  });

  test.each([
    'W-1',
    'CITA-2026-000123',
    '010/2026/77123',
    '20261126',
    '19991231',
    '20261126000017',
    '00012345',
    '1234567',
    '123456789',
    'SE-1234567890',
    'WEB-123456',
    'CITA123456',
    'AB12345',
    'NE4N-AF7Q',
    '2026-0001',
    '12-345678',
    '100%',
    '3fa85f64-5717-4562-b3fc-2c963f66afa6',
    '12345678-5717-4562-b3fc-2c963f66afa6',
  ])('has no such form in %s', (text) => {
    expect(hasDocumentForm(text)).toBe(false);
  });
});

describe('the number of the same order', () => {
  test('is recognised in a code or a name in any form, also a passport’s', () => {
    expect(holdsNumber('SE-abc 123-456', 'ABC123456')).toBe(true);
    expect(holdsNumber('２０２６-ＡＢＣ１２３４５６', ' abc-123456 ')).toBe(true);
    expect(holdsNumber('CITA-12.345.678', '12345678Z')).toBe(true);
    expect(holdsNumber('1234567-W', 'x-1234567-l')).toBe(true);
    expect(holdsNumber('SE-1234567890', 'ABC123456')).toBe(false);
    expect(holdsNumber('W-12345', '99999999R')).toBe(false);
    expect(holdsNumber('W-1', '-')).toBe(false);
  });
});
