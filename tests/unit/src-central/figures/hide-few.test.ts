import fc from 'fast-check';
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

/** Every table of these parts that whoever knows the rule would have been told the same of. */
function possible(parts: readonly number[]): number[][] {
  const same = JSON.stringify(hideFew(parts));
  const [most] = [Math.max(12, ...parts) + 6];
  const all = parts.reduce<number[][]>(
    (tables, _, at) => {
      const { parts: shown } = hideFew(parts);
      const values = shown[at] === null ? Array.from({ length: most }, (__, value) => value) : [parts[at] ?? 0];
      return tables.flatMap((table) => values.map((value) => [...table, value]));
    },
    [[]],
  );
  return all.filter((table) => JSON.stringify(hideFew(table)) === same);
}

test('no part of one to four has one value alone in all tables that say the same', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 14 }), { minLength: 3, maxLength: 3 }), (parts) => {
      const tables = possible(parts);
      for (const [at, part] of parts.entries())
        if (isFew(part)) expect(new Set(tables.map((table) => table[at])).size, `${parts}`).toBeGreaterThan(1);
    }),
    { numRuns: 60 },
  );
});

test('a part whose rest is of few is hidden, too', () => {
  expect([hideOne(0, 10), hideOne(3, 10), hideOne(7, 10), hideOne(5, 10), hideOne(10, 10), hideOne(5, null)]).toEqual([
    ...[0, null, null, 5, 10, null],
  ]);
});
