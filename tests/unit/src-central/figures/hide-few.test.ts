import { expect, test } from 'vitest';
import { hideFew, hideOne, isFew } from '../../../../src-central/figures/hide-few.ts';

test('parts of five or more are published, and so are zeros', () => {
  expect(hideFew([5, 12, 0])).toEqual({ total: 17, parts: [5, 12, 0] });
  expect(hideFew([0, 0])).toEqual({ total: 0, parts: [0, 0] });
});

test('a part of one to four is hidden with the smallest part that could reveal it, or else with all', () => {
  expect(hideFew([97, 3, 0, 20])).toEqual({ total: 120, parts: [97, null, 0, null] });
  expect(hideFew([4, 4])).toEqual({ total: null, parts: [null, null] });
  expect(hideFew([3, 0, 0])).toEqual({ total: null, parts: [null, null, null] });
});

/**
 * All tables of `count` parts below `bound`, grouped by the form in which they are published: for each form, the values that each part has
 * in the tables of that form.
 */
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

// A table with parts below `bound` can have the same published form as a table with a hidden part beyond `bound`, by at most 3 for each
// small part. The third number, `greater`, is beyond the parts of all these tables.
test.each([
  [2, 18, 30],
  [3, 16, 24],
  [4, 8, 18],
])(
  'no part of one to four has only one possible value in all tables of %i parts with the same published form',
  (count, bound, greater) => {
    const known = alike(count, greater);
    const alone = tablesOf(count, bound).filter((parts) => {
      const values = known.get(JSON.stringify(hideFew(parts)));
      return parts.some((part, at) => isFew(part) && values?.[at]?.size === 1);
    });
    expect(alone).toEqual([]);
  },
);

test('all parts are hidden if the rule itself would reveal one', () => {
  expect(hideFew([13, 13, 4])).toEqual({ total: null, parts: [null, null, null] });
  expect(hideFew([13, 14, 4])).toEqual({ total: 31, parts: [null, 14, null] });
});

test('a part is hidden too if the rest is small', () => {
  expect([hideOne(0, 10), hideOne(3, 10), hideOne(7, 10), hideOne(5, 10), hideOne(10, 10), hideOne(5, null)]).toEqual([
    0,
    null,
    null,
    5,
    10,
    null,
  ]);
});
