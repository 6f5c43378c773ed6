import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  formatLocator,
  LOCATOR_ALPHABET,
  LOCATOR_CHARACTERS,
  LOCATOR_RANDOM_BYTES,
  locatorFrom,
  MOST_LOCATOR_TYPED,
  readLocator,
} from '../../../../src-main/domain/locator.ts';

const randomBytes = fc.uint8Array({ minLength: LOCATOR_RANDOM_BYTES, maxLength: LOCATOR_RANDOM_BYTES });
const locators = randomBytes.map(locatorFrom);
const places = fc.nat(LOCATOR_CHARACTERS - 1);
const replaced = (text: string, at: number, character: string) => text.slice(0, at) + character + text.slice(at + 1);

describe('a locator', () => {
  test('has an alphabet of a prime number of characters, without look-alikes', () => {
    expect(LOCATOR_ALPHABET).toHaveLength(29);
    expect(new Set(LOCATOR_ALPHABET).size).toBe(29);
    expect(LOCATOR_ALPHABET).not.toMatch(/[OILZSBU]/);
  });

  test('is made from random bytes, and the same bytes give the same locator', () => {
    expect(locatorFrom(new Uint8Array(LOCATOR_RANDOM_BYTES))).toBe('00000000');
    // The first character, 1, has weight 8, so the check must be 29 - 8 = 21, which is P.
    expect(locatorFrom(Uint8Array.from({ length: LOCATOR_RANDOM_BYTES }, (_, at) => (at === 15 ? 1 : 0)))).toBe(
      '1000000P',
    );
    expect(() => locatorFrom(new Uint8Array(LOCATOR_RANDOM_BYTES - 1))).toThrow(RangeError);
    expect(() => locatorFrom(new Uint8Array(LOCATOR_RANDOM_BYTES + 1))).toThrow(RangeError);
  });

  test('made at random is read back unchanged', () => {
    fc.assert(
      fc.property(locators, (locator) => {
        expect(locator).toMatch(/^[0-9ACDEFGHJKMNPQRTVWXY]{8}$/);
        expect(readLocator(locator)).toEqual({ ok: true, value: locator });
        expect(readLocator(formatLocator(locator))).toEqual({ ok: true, value: locator });
      }),
    );
  });

  test('uses each character equally often at each place', () => {
    const counts = Array.from({ length: LOCATOR_CHARACTERS }, () => new Map<string, number>());
    // The bytes follow a fixed sequence, so that the test is the same every time.
    for (let step = 0; step < 29_000; step += 1) {
      const bytes = Uint8Array.from(
        { length: LOCATOR_RANDOM_BYTES },
        (_, at) => Math.imul(step + 1, 2_654_435_761 + at * 40_503) >>> 13,
      );
      for (const [at, character] of [...locatorFrom(bytes)].entries())
        counts[at]?.set(character, (counts[at].get(character) ?? 0) + 1);
    }
    for (const count of counts) {
      expect(count.size).toBe(29);
      for (const share of count.values()) expect(Math.abs(share - 1_000)).toBeLessThan(250);
    }
  });
});

describe('a typed locator', () => {
  test.each(['1000000P', '1000-000P', '1000 000p', ' iooo-oooP ', 'L0O0.000p', '1000–000P'])(
    'written as %j is read',
    (typed) => {
      expect(readLocator(typed)).toEqual({ ok: true, value: '1000000P' });
    },
  );

  test('with every look-alike is read', () => {
    const alike: Record<string, string> = { 0: 'Oo', 1: 'IiLl', 2: 'Zz', 5: 'Ss', 8: 'Bb', V: 'UuVv' };
    fc.assert(
      fc.property(locators, fc.nat(3), (locator, which) => {
        const typed = [...locator].map(
          (character) => alike[character]?.at(which % (alike[character]?.length ?? 1)) ?? character.toLowerCase(),
        );
        expect(readLocator(typed.join(''))).toEqual({ ok: true, value: locator });
      }),
    );
  });

  test.each([
    ['', 'incomplete'],
    ['1000', 'incomplete'],
    ['1000-000', 'incomplete'],
    ['1000000P0', 'too-long'],
    ['1000000Ñ', 'unknown-character'],
    ['1000_000P', 'unknown-character'],
    ['10000001', 'wrong-check'],
  ])('written as %j is %s', (typed, kind) => {
    expect(readLocator(typed)).toEqual({ ok: false, error: { kind } });
  });

  test('of any length is read without a throw, and not beyond a limit', () => {
    expect(readLocator('1000000P'.padEnd(MOST_LOCATOR_TYPED)).ok).toBe(true);
    expect(readLocator('1000000P'.padEnd(MOST_LOCATOR_TYPED + 1))).toEqual({ ok: false, error: { kind: 'too-long' } });
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (typed) => {
        const read = readLocator(typed);
        if (read.ok) expect(readLocator(read.value)).toEqual(read);
      }),
    );
  });
});

describe('a mistyped locator', () => {
  const othersOf = (character: string) => [...LOCATOR_ALPHABET].filter((other) => other !== character);

  test('with any one wrong character is refused', () => {
    fc.assert(
      fc.property(locators, (locator) => {
        for (const [at, character] of [...locator].entries())
          for (const other of othersOf(character))
            expect(readLocator(replaced(locator, at, other))).toEqual({ ok: false, error: { kind: 'wrong-check' } });
      }),
    );
  });

  test('with any two characters exchanged is refused', () => {
    fc.assert(
      fc.property(locators, places, places, (locator, one, other) => {
        const [a, b] = [locator.charAt(one), locator.charAt(other)];
        const swapped = replaced(replaced(locator, one, b), other, a);
        if (swapped !== locator) expect(readLocator(swapped)).toEqual({ ok: false, error: { kind: 'wrong-check' } });
      }),
    );
  });

  test('with two neighbours exchanged is refused', () => {
    fc.assert(
      fc.property(locators, fc.nat(LOCATOR_CHARACTERS - 2), (locator, at) => {
        const swapped = locator.slice(0, at) + locator.charAt(at + 1) + locator.charAt(at) + locator.slice(at + 2);
        if (swapped !== locator) expect(readLocator(swapped).ok).toBe(false);
      }),
    );
  });
});
