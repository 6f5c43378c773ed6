import fc from 'fast-check';
import { expect, test } from 'vitest';
import { wrap, wrapEvenly } from '../../../../hardware/printer/wrapping.ts';

const columns = (line: string) => line.length;

test('a line takes the words that fit', () => {
  expect(wrap('un dos tres quatre', 8, columns)).toEqual(['un dos', 'tres', 'quatre']);
});

test('even lines leave no single word on the last line and are no more lines than necessary', () => {
  expect(wrap('Seieu. Us cridarem per aquest número.', 32, columns)).toEqual([
    'Seieu. Us cridarem per aquest',
    'número.',
  ]);
  expect(wrapEvenly('Seieu. Us cridarem per aquest número.', 32, columns)).toEqual([
    'Seieu. Us cridarem',
    'per aquest número.',
  ]);
});

test('a word longer than the line is broken at its end, in even lines too', () => {
  for (const breakLines of [wrap, wrapEvenly])
    expect(breakLines('abcdefgh ij', 3, columns)).toEqual(['abc', 'def', 'gh', 'ij']);
});

test('a letter and its marks stay together when a word is broken', () => {
  expect(wrap('e\u0301e\u0301e\u0301', 2, columns)).toEqual(['e\u0301', 'e\u0301', 'e\u0301']);
});

test('Chinese breaks between words, never before a closing sign', () => {
  expect(wrap('请坐，我们会按此号码叫您。', 6, columns)).toEqual(['请坐，我们会', '按此号码叫', '您。']);
});

test('lines hold every visible character once, in order, within the limit', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '，', '们', '您', '。', '《', '.'), maxLength: 60 });
  fc.assert(
    fc.property(
      text,
      fc.integer({ min: 1, max: 20 }),
      fc.constantFrom(wrap, wrapEvenly),
      (given, limit, breakLines) => {
        const lines = breakLines(given, limit, columns);
        expect(lines.join('').replaceAll(' ', '')).toBe(given.replaceAll(' ', ''));
        for (const line of lines) expect(line.length).toBeLessThanOrEqual(limit);
      },
    ),
  );
});
