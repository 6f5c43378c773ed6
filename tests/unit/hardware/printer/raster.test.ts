import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bitmapOf, hasInk, slice, trim } from '../../../../hardware/printer/raster.ts';

const drawn = (rows: readonly string[]) =>
  bitmapOf(rows[0]?.length ?? 0, rows.length, (x, y) => rows[y]?.charAt(x) === '#');
const shown = (bitmap: ReturnType<typeof drawn>) =>
  Array.from({ length: bitmap.heightDots }, (_, y) =>
    Array.from({ length: bitmap.widthDots }, (_, x) => (hasInk(bitmap, x, y) ? '#' : '.')).join(''),
  );

test('the leftmost dot is the highest bit, and rows end at whole bytes', () => {
  expect([...drawn(['#........#', '.#........']).bytes]).toEqual([0x80, 0x40, 0x40, 0x00]);
});

test('trimming cuts to the ink and returns the space above and below', () => {
  const trimmed = trim(drawn(['......', '..#...', '...##.', '......', '......']));
  expect(trimmed && shown(trimmed.bitmap)).toEqual(['#..', '.##']);
  expect(trimmed).toMatchObject({ aboveDots: 1, belowDots: 2 });
});

test('a picture without ink is dropped', () => {
  expect(trim(drawn(['...', '...']))).toBeNull();
});

test('trimming loses no ink and moves none', () => {
  const rows = fc.array(fc.string({ unit: fc.constantFrom('#', '.'), minLength: 20, maxLength: 20 }), {
    minLength: 1,
    maxLength: 12,
  });
  const ink = (lines: readonly string[]) => lines.join('').replaceAll('.', '').length;
  fc.assert(
    fc.property(rows, (lines) => {
      const trimmed = trim(drawn(lines));
      expect(trimmed === null ? 0 : ink(shown(trimmed.bitmap))).toBe(ink(lines));
      if (trimmed) expect(trimmed.aboveDots + trimmed.bitmap.heightDots + trimmed.belowDots).toBe(lines.length);
    }),
  );
});

test('slices laid one under the other are the picture again', () => {
  const picture = drawn(['#...', '.#..', '..#.', '...#', '#..#']);
  const pieces = slice(picture, 2);
  expect(pieces.map(({ heightDots }) => heightDots)).toEqual([2, 2, 1]);
  expect(pieces.flatMap(shown)).toEqual(shown(picture));
});
