import Database from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  bandsOf,
  countedAs,
  countedFrom,
  DESK_SLOT,
  deskBandsOf,
  formatLabel,
  HIGHEST_SLOT,
  isInRange,
  isKioskSlot,
  MOST_DIGITS,
  nextIn,
  ownsNumber,
  slotOf,
} from '../../../../src-main/domain/numbering.ts';

const nextNumber = (slot: number, floor: number): number | null => nextIn(bandsOf(slot), floor);

const slots = fc.integer({ min: 1, max: HIGHEST_SLOT });

describe('the plan of numbers', () => {
  test.each([
    [1, [1, 399, 1_000, 1_999, 10_000, 19_999]],
    [2, [400, 599, 2_000, 2_999, 20_000, 29_999]],
    [3, [600, 799, 3_000, 3_999, 30_000, 39_999]],
    [4, [800, 899, 4_000, 4_999, 40_000, 49_999]],
    [5, [5_000, 5_999, 50_000, 59_999]],
    [8, [8_000, 8_999, 80_000, 89_999]],
    [9, [900, 999, 9_000, 9_999, 90_000, 99_999]],
    [10, [1_000_000, 1_099_999]],
    [99, [9_900_000, 9_999_999]],
  ])('gives slot %i its bands', (slot, ends) => {
    expect(bandsOf(slot).flatMap(({ first, last }) => [first, last])).toEqual(ends);
  });

  test('is consistent: a slot gives the numbers that it owns, and owns only numbers that it gives', () => {
    let given = 0;
    for (let slot = 1; slot <= HIGHEST_SLOT; slot += 1)
      for (const { first, last } of bandsOf(slot))
        for (let number = first; number <= last; number += 1) {
          given += 1;
          if (slotOf(number) !== slot) throw new Error(`${number}, given by ${slot}, is owned by ${slotOf(number)}`);
        }
    let owned = 0;
    for (let number = 1; number < 10 ** MOST_DIGITS; number += 1) if (slotOf(number) !== null) owned += 1;
    expect(given).toBe(99_999 + 90 * 100_000);
    expect(owned).toBe(given);
  });

  test('gives each kiosk its own part of the desk’s numbers, apart from other kiosks and from paper strips', () => {
    const taken = new Set<number>();
    const [strip] = bandsOf(DESK_SLOT);
    for (let slot = 1; slot <= HIGHEST_SLOT; slot += 1)
      for (const { first, last } of deskBandsOf(slot))
        for (let number = first; number <= last; number += 1) {
          expect(slotOf(number)).toBe(DESK_SLOT);
          expect(number).toBeGreaterThan(strip?.last ?? 0);
          expect(taken.has(number)).toBe(false);
          taken.add(number);
        }
    expect(taken.size).toBe(8 * 1_100);
    expect(deskBandsOf(3)).toEqual([
      { first: 9_300, last: 9_399 },
      { first: 93_000, last: 93_999 },
    ]);
    expect([deskBandsOf(DESK_SLOT), deskBandsOf(10)]).toEqual([[], []]);
  });

  test.each([0, -1, 1.5, 10_000_000, Number.NaN, Number.POSITIVE_INFINITY])('has no owner of %d', (number) => {
    expect(slotOf(number)).toBeNull();
    expect(ownsNumber(1, number)).toBe(false);
  });

  test('gives a number to its slot and to no other', () => {
    expect([1, 2, 3].filter((slot) => ownsNumber(slot, 450))).toEqual([2]);
  });

  test('counts numbers for desks apart from the kiosk’s own numbers', () => {
    expect([47, 2_000, 9_321, 93_217].map((number) => countedAs('A', number))).toEqual(['A', 'A', 'A9', 'A9']);
  });

  test('has at most seven digits', () => {
    const highest = bandsOf(HIGHEST_SLOT).at(-1)?.last;
    expect(String(highest)).toHaveLength(MOST_DIGITS);
  });

  test.each([0, 100, -1, 1.5])('has no slot %d', (slot) => {
    expect(() => bandsOf(slot)).toThrow(RangeError);
    expect(() => nextNumber(slot, 0)).toThrow(RangeError);
    expect(isKioskSlot(slot)).toBe(false);
  });

  test('reserves the desk’s slot', () => {
    const forKiosks = Array.from({ length: 100 }, (_, slot) => slot).filter(isKioskSlot);
    expect(forKiosks).toHaveLength(98);
    expect(forKiosks).not.toContain(DESK_SLOT);
  });
});

describe('the next number', () => {
  test('begins with the slot’s first and counts up by one', () => {
    expect(nextNumber(1, 0)).toBe(1);
    expect(nextNumber(1, 1)).toBe(2);
    expect(nextNumber(2, 0)).toBe(400);
    expect(nextNumber(7, 0)).toBe(7_000);
    expect(nextNumber(10, 0)).toBe(1_000_000);
  });

  test('includes the last number of each band', () => {
    for (const slot of [1, 2, 3, 4, 5, 8, 10, 99])
      for (const { last } of bandsOf(slot)) expect(nextNumber(slot, last - 1)).toBe(last);
  });

  test('jumps from the end of a band to the start of the next', () => {
    expect(nextNumber(1, 399)).toBe(1_000);
    expect(nextNumber(1, 1_999)).toBe(10_000);
    expect(nextNumber(4, 899)).toBe(4_000);
  });

  test('ends when every owned number is used', () => {
    expect(nextNumber(1, 19_999)).toBeNull();
    expect(nextNumber(2, 29_999)).toBeNull();
    expect(nextNumber(99, 9_999_999)).toBeNull();
  });

  test('is the smallest owned number above the floor, whatever slot owns the floor', () => {
    const floors = fc.oneof(fc.integer({ min: 0, max: 2_000 }), fc.integer({ min: 0, max: 10_000_000 }));
    fc.assert(
      fc.property(slots, floors, (slot, floor) => {
        const next = nextNumber(slot, floor);
        const owned = bandsOf(slot).flatMap(({ first, last }) =>
          [first, last, floor + 1].filter((n) => n >= first && n <= last),
        );
        const smallest = Math.min(...owned.filter((number) => number > floor));
        expect(next ?? Number.POSITIVE_INFINITY).toBe(smallest);
      }),
    );
  });
});

test('a number is counted from the first of its slot, because numbers of other kiosks have an order of their own', () => {
  expect([57, 1_005, 405, 2_005, 9_130, 93_217, 1_000_007].map(countedFrom)).toEqual([
    1, 1, 400, 400, 9_100, 93_000, 1_000_000,
  ]);
});

test('a range that reaches the next band of its slot has no numbers of other slots, by SQL too', () => {
  const database = new Database(':memory:');
  const isWithin = database
    .prepare<{ from: number; to: number; number: number }, number>(`SELECT ${isInRange('@number', '@from', '@to')}`)
    .pluck();
  const ends = [...Array.from({ length: 8 }, (_, at) => bandsOf(at + 1)).flat(), ...deskBandsOf(1), ...bandsOf(12)];
  for (const to of ends.flatMap(({ first, last }) => [first, last]))
    for (const number of ends.flatMap(({ first, last }) => [first - 1, first, last, last + 1])) {
      const from = countedFrom(to);
      const isMeant = from <= number && number <= to && slotOf(number) === slotOf(to);
      expect(isWithin.get({ from, to, number }), `${number} of ${from} to ${to}`).toBe(isMeant ? 1 : 0);
    }
});

test('a label is the series and three to seven digits', () => {
  expect(formatLabel('A', 47)).toBe('A047');
  expect(formatLabel('AB', 1_000)).toBe('AB1000');
  expect(formatLabel('A', 9_999_999)).toBe('A9999999');
});
