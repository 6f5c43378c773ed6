import { expect, test } from 'vitest';
import { hideFew, hideOne, isFew } from '../../../../src-central/figures/hide-few.ts';

test('parts of five or more are told, with parts of none', () => {
  expect(hideFew([5, 12, 0])).toEqual({ total: 17, parts: [5, 12, 0] });
  expect(hideFew([0, 0])).toEqual({ total: 0, parts: [0, 0] });
});

test('a part of one to four is hidden with the smallest that could give it away; without such a one the whole is', () => {
  expect(hideFew([97, 3, 0, 20])).toEqual({ total: 120, parts: [97, null, 0, null] });
  expect(hideFew([4, 4])).toEqual({ total: null, parts: [null, null] });
  expect(hideFew([3, 0, 0])).toEqual({ total: null, parts: [null, null, null] });
});

/** What is told of every table of so many parts under a bound, and the values that each part has in all tables told alike. */
function alike(count: number, bound: number): Map<string, Set<number>[]> {
  const all = new Map<string, Set<number>[]>();
  for (const parts of tablesOf(count, bound)) {
    const words = JSON.stringify(hideFew(parts));
    const values = all.get(words) ?? parts.map(() => new Set<number>());
    all.set(words, values);
    for (const [at, part] of parts.entries()) values[at]?.add(part);
  }
  return all;
}

const tablesOf = (count: number, bound: number): number[][] =>
  Array.from({ length: bound ** count }, (_, table) =>
    Array.from({ length: count }, (__, at) => Math.floor(table / bound ** at) % bound),
  );

// A part hidden beside few is at most 3 (of each of the few) greater in a table that is told alike: the greater bound leaves none of those out.
test.each([
  [2, 18, 30],
  [3, 16, 24],
  [4, 8, 18],
])(
  'no part of one to four has one value alone in all tables of %i parts that say the same',
  (count, bound, greater) => {
    const known = alike(count, greater);
    const alone = tablesOf(count, bound).filter((parts) => {
      const values = known.get(JSON.stringify(hideFew(parts)));
      return parts.some((part, at) => isFew(part) && values?.[at]?.size === 1);
    });
    expect(alone).toEqual([]);
  },
);

test('of parts that the rule itself would give away nothing is told', () => {
  expect(hideFew([13, 13, 4])).toEqual({ total: null, parts: [null, null, null] });
  expect(hideFew([13, 14, 4])).toEqual({ total: 31, parts: [null, 14, null] });
});

test('a part whose rest is of few is hidden, too', () => {
  expect([hideOne(0, 10), hideOne(3, 10), hideOne(7, 10), hideOne(5, 10), hideOne(10, 10), hideOne(5, null)]).toEqual([
    ...[0, null, null, 5, 10, null],
  ]);
});
