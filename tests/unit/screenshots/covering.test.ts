import fc from 'fast-check';
import { expect, test } from 'vitest';
import { coverPairs } from '../../screenshots/covering.ts';

test('each pair of values of two different lists is in some row', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 2, maxLength: 6 }), (counts) => {
      const rows = coverPairs(counts);
      for (const [one, count] of counts.entries())
        for (const [other, otherCount] of counts.entries())
          if (one !== other)
            expect(new Set(rows.map((row) => `${row[one]} ${row[other]}`)).size).toBe(count * otherCount);
    }),
  );
});

test('the rows are about as many as the pairs of the two longest lists, and the same each time', () => {
  const rows = coverPairs([80, 5, 3, 3, 2]);
  expect(rows.length).toBeLessThanOrEqual(80 * 5 + 10);
  expect(coverPairs([80, 5, 3, 3, 2])).toEqual(rows);
});
