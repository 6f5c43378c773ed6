import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatLabel, nextNumber, ONLY_KIOSK_BANDS } from '../../../../src-main/domain/numbering.ts';

describe('the numbers of the only kiosk', () => {
  test('begin at 1 and go on one by one', () => {
    expect(nextNumber(0)).toBe(1);
    expect(nextNumber(1)).toBe(2);
    expect(nextNumber(398)).toBe(399);
  });

  test('jump from the end of a band to the start of the next', () => {
    expect(nextNumber(399)).toBe(1_000);
    expect(nextNumber(1_999)).toBe(10_000);
  });

  test('end when every owned number is used', () => {
    expect(nextNumber(19_999)).toBeNull();
  });

  test('never include a number of another slot, and always grow', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 25_000 }), (last) => {
        const next = nextNumber(last);
        if (next === null) return last >= 19_999;
        return next > last && ONLY_KIOSK_BANDS.some(({ first, last: end }) => next >= first && next <= end);
      }),
    );
  });
});

test('a label is the series and at least three digits', () => {
  expect(formatLabel('A', 47)).toBe('A047');
  expect(formatLabel('AB', 1_000)).toBe('AB1000');
});
