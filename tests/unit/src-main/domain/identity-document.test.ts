import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  controlLetter,
  type DocumentFamily,
  type DocumentKind,
  MOST_TYPED_CHARACTERS,
  maskDocument,
  readAsTyped,
  readDocument,
} from '../../../../src-main/domain/identity-document.ts';
import { createRandom } from '../../../reliability/random.ts';

const numberOf = (typed: string, family: DocumentFamily = 'spanish'): string | null => {
  const read = readDocument(typed, family);
  return read.ok ? `${read.value.kind} ${read.value.number}` : null;
};

describe('a published number', () => {
  test.each<[string, DocumentKind]>([
    ['12345678Z', 'dni'],
    ['99999999R', 'dni'],
    ['00000000T', 'dni'],
    ['X1234567L', 'nie'],
    ['Y1234567X', 'nie'],
    ['Z1234567R', 'nie'],
    ['A58818501', 'company-nif'],
    ['P0827900B', 'company-nif'],
  ])('%s is a %s', (number, kind) => {
    expect(readDocument(number, 'spanish')).toEqual({ ok: true, value: { kind, number } });
  });

  test.each(['12345678A', '99999999T', 'X1234567R', 'Y1234567L', 'A58818502', 'P0827900A', 'A5881850A'])(
    '%s has the wrong control character',
    (number) => {
      expect(readDocument(number, 'spanish')).toEqual({ ok: false, error: { kind: 'wrong-letter' } });
    },
  );
});

describe('a number', () => {
  test.each([
    ['12345678z', 'dni 12345678Z'],
    [' 12.345.678-Z ', 'dni 12345678Z'],
    ['12 345 678 – z', 'dni 12345678Z'],
    ['x-1234567-l', 'nie X1234567L'],
    ['X 1.234.567 L', 'nie X1234567L'],
    ['a-58.818.501', 'company-nif A58818501'],
    ['K0867756N', 'nif-klm K0867756N'],
    ['1234567-L', 'dni 01234567L'],
    ['01234567L', 'dni 01234567L'],
  ])('may be typed as %s', (typed, expected) => {
    expect(numberOf(typed)).toBe(expected);
  });

  test.each([
    ['', 'incomplete'],
    ['1234', 'incomplete'],
    ['12345678', 'incomplete'],
    ['X1234567', 'incomplete'],
    ['B1234567', 'incomplete'],
    ['123456789', 'impossible'],
    ['1234A', 'impossible'],
    ['X123456L', 'impossible'],
    ['X12345678', 'impossible'],
    ['P08279002', 'impossible'],
    ['12345678ZZ', 'impossible'],
    ['12345678Ñ', 'impossible'],
    ['I1234567A', 'impossible'],
    ['ÑANDÚ', 'impossible'],
    ['１２３４５６７８Z', 'impossible'],
    ['12345678\u0000Z', 'impossible'],
  ])('that is not complete, or cannot become valid: %j is %s', (typed, kind) => {
    expect(readDocument(typed, 'spanish')).toEqual({ ok: false, error: { kind } });
  });

  test('is not searched for in a text that is longer than the limit', () => {
    expect(numberOf(`${' '.repeat(MOST_TYPED_CHARACTERS - 9)}12345678Z`)).toBe('dni 12345678Z');
    expect(numberOf(`${' '.repeat(MOST_TYPED_CHARACTERS - 8)}12345678Z`)).toBeNull();
  });

  test('of a company abroad or of a foundation may end with a letter or a digit', () => {
    expect(numberOf('A0031001A')).toBe('company-nif A0031001A');
    expect(numberOf('A00310011')).toBe('company-nif A00310011');
    expect(numberOf('G58818501')).toBe('company-nif G58818501');
    expect(numberOf('G5881850A')).toBe('company-nif G5881850A');
  });

  test.each(['ABC123456', 'PAA000254', '12345678A', 'X0000', '123456789012345'])(
    'of a passport, %s, is accepted unchanged',
    (typed) => {
      expect(numberOf(typed, 'passport')).toBe(`passport ${typed}`);
    },
  );

  test.each([
    ['ABC1', 'incomplete'],
    ['1234567890123456', 'impossible'],
    ['PASSÑ01', 'impossible'],
  ])('of a passport cannot be %s', (typed, kind) => {
    expect(readDocument(typed, 'passport')).toEqual({ ok: false, error: { kind } });
  });
});

describe('during typing', () => {
  const states = (text: string, family: DocumentFamily = 'spanish') =>
    Array.from({ length: text.length + 1 }, (_, count) => readAsTyped(text.slice(0, count), family).state);

  test('a DNI is possible up to its letter, which makes it complete or wrong', () => {
    expect(states('12345678Z')).toEqual([...Array(9).fill('possible'), 'complete']);
    expect(states('12345678A').at(-1)).toBe('wrong-letter');
    expect(states('123456789').at(-1)).toBe('impossible');
  });

  test('a passport is complete from its fifth character and may continue', () => {
    expect(states('ABC123', 'passport')).toEqual([...Array(5).fill('possible'), 'complete', 'complete']);
    expect(readAsTyped('ABC12', 'passport')).toMatchObject({ next: '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ' });
    expect(readAsTyped('A'.repeat(15), 'passport')).toMatchObject({ state: 'complete', next: '' });
  });

  test.each([
    ['', '0123456789XYZKLMABCDEFGHJNPQRSUVW'],
    ['1234', '0123456789'],
    ['12345', '0123456789TRWAGMYFPDXBNJZSQVHLCKE'],
    ['12345678', 'TRWAGMYFPDXBNJZSQVHLCKE'],
    ['X123456', '0123456789'],
    ['X1234567', 'TRWAGMYFPDXBNJZSQVHLCKE'],
    ['A5881850', '0123456789'],
    ['A0081850', '0123456789JABCDEFGHI'],
    ['P0827900', 'JABCDEFGHI'],
  ])('%j leaves these keys lit: %s', (typed, next) => {
    expect(readAsTyped(typed, 'spanish')).toEqual({ state: 'possible', next });
  });

  const families = fc.constantFrom<DocumentFamily>('spanish', 'passport');
  const anything = fc.string({ unit: fc.constantFrom(...'0123456789TRWAGMYFPDXBNJZSQVHLCKEIOUÑ -.'), maxLength: 18 });

  test('a lit key never leads to a dead end, and a dark one never to a number', () => {
    fc.assert(
      fc.property(families, anything, (family, typed) => {
        const before = readAsTyped(typed, family);
        const next = 'next' in before ? before.next : '';
        for (const key of '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZÑ') {
          const { state } = readAsTyped(typed + key, family);
          if (next.includes(key)) expect(state).not.toBe('impossible');
          else expect(['impossible', 'wrong-letter']).toContain(state);
        }
      }),
    );
  });

  test('any text is read without a throw, and the result is in normal form', () => {
    fc.assert(
      fc.property(families, fc.string({ unit: 'binary', maxLength: 60 }), (family, typed) => {
        const read = readDocument(typed, family);
        if (!read.ok) return;
        expect(read.value.number).toMatch(family === 'passport' ? /^[A-Z0-9]{5,15}$/ : /^[A-Z0-9]{9}$/);
        expect(readDocument(read.value.number, family)).toEqual(read);
      }),
    );
  });

  test('one changed digit or letter never gives another number of the same kind', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 99_999_999 }),
        fc.nat(8),
        fc.constantFrom(...'0123456789TRWAGMYFPDXBNJZSQVHLCKE'),
        (number, at, character) => {
          const right = `${String(number).padStart(8, '0')}${controlLetter(number)}`;
          const changed = right.slice(0, at) + character + right.slice(at + 1);
          const read = readDocument(changed, 'spanish');
          if (changed !== right && read.ok) expect(read.value.kind).not.toBe('dni');
        },
      ),
    );
  });
});

describe('a second implementation of the rules', () => {
  /** The remainder modulo 23 for each letter, sorted by letter. */
  const REMAINDERS: Record<string, number> = {
    A: 3,
    B: 11,
    C: 20,
    D: 9,
    E: 22,
    F: 7,
    G: 4,
    H: 18,
    J: 13,
    K: 21,
    L: 19,
    M: 5,
    N: 12,
    P: 8,
    Q: 16,
    R: 1,
    S: 15,
    T: 0,
    V: 17,
    W: 2,
    X: 10,
    Y: 6,
    Z: 14,
  };
  const paperRemainder = (digits: string): number => {
    let rest = 0;
    for (let at = 0; at < digits.length; at += 1) rest = (rest * 10 + digits.charCodeAt(at) - 48) % 23;
    return rest;
  };
  const DOUBLED = [0, 2, 4, 6, 8, 1, 3, 5, 7, 9];
  /** The distance from the weighted sum to the next multiple of ten. */
  const paperControl = (digits: string): number => {
    let missing = 0;
    for (let at = 0; at < 7; at += 1) {
      const digit = digits.charCodeAt(at) - 48;
      missing += 10 - ((at & 1) === 0 ? (DOUBLED[digit] ?? 0) : digit);
    }
    return missing % 10;
  };
  const companyIsGood = (form: string, digits: string, control: string): boolean => {
    const digit = control >= '0' && control <= '9';
    const value = digit ? Number(control) : control === 'J' ? 0 : control.charCodeAt(0) - 64;
    if (value !== paperControl(digits)) return false;
    if ('PQRSNW'.includes(form)) return !digit;
    return digit || !'ABEH'.includes(form) || (digits[0] === '0' && digits[1] === '0');
  };

  function isGood(text: string): boolean {
    const [first = '', last = ''] = [text.charAt(0), text.charAt(8)];
    const digits = text.slice(1, 8);
    switch (first) {
      case 'X':
      case 'Y':
      case 'Z':
        return REMAINDERS[last] === paperRemainder(`${first.charCodeAt(0) - 88}${digits}`);
      case 'K':
      case 'L':
      case 'M':
        return REMAINDERS[last] === paperRemainder(digits);
      default:
        return first >= '0' && first <= '9'
          ? REMAINDERS[last] === paperRemainder(text.slice(0, 8))
          : companyIsGood(first, digits, last);
    }
  }

  test('gives the same answer for a million numbers', () => {
    const random = createRandom(20_261_125);
    const firsts = '0123456789XYZKLMABCDEFGHJNPQRSUVW';
    const lasts = 'TRWAGMYFPDXBNJZSQVHLCKEI0123456789';
    let good = 0;
    for (let count = 0; count < 1_000_000; count += 1) {
      const text =
        firsts.charAt(random.int(0, firsts.length - 1)) +
        String(random.int(0, 9_999_999)).padStart(7, '0') +
        lasts.charAt(random.int(0, lasts.length - 1));
      const expected = isGood(text);
      if (readDocument(text, 'spanish').ok !== expected)
        throw new Error(`${text}: the second reading says ${expected}`);
      if (expected) good += 1;
    }
    expect(good).toBeGreaterThan(20_000);
  });

  test('gives the same letter for every remainder', () => {
    for (let number = 0; number < 23_000; number += 999)
      expect(REMAINDERS[controlLetter(number)]).toBe(paperRemainder(String(number)));
    expect(() => controlLetter(-1)).toThrow(RangeError);
    expect(() => controlLetter(100_000_000)).toThrow(RangeError);
    expect(() => controlLetter(1.5)).toThrow(RangeError);
  });
});

describe('the mask', () => {
  test.each<[DocumentKind, string, string]>([
    ['dni', '12345678X', '***4567**'],
    ['nie', 'X1234567L', '****4567*'],
    ['nif-klm', 'K1234567L', '****4567*'],
    ['company-nif', 'A58818501', '****1850*'],
    ['passport', 'ABC123456', '*****3456'],
    ['passport', 'XY12345678AB', '*****4567***'],
    ['passport', 'ABCD123XY', '*****23XY'],
    ['passport', 'ABCDE', '*BCDE'],
  ])('of a %s: %s is shown as %s', (kind, number, masked) => {
    expect(maskDocument({ kind, number })).toBe(masked);
  });

  test('shows four characters and hides the rest, whatever the number', () => {
    const numbers = fc.string({ unit: fc.constantFrom(...'0123456789ABCXYZ'), minLength: 5, maxLength: 15 });
    fc.assert(
      fc.property(numbers, (number) => {
        const masked = maskDocument({ kind: 'passport', number });
        expect(masked).toHaveLength(number.length);
        expect(masked.replaceAll('*', '')).toHaveLength(4);
      }),
    );
  });
});
