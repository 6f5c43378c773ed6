import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isInPage } from '../../../../hardware/printer/printable.ts';
import { isRightToLeft, scriptOf, toShapeable } from '../../../../hardware/printer/text-shaping.ts';

const shapeable = (text: string) => toShapeable(text, isInPage);

test.each([
  ['ca', 'Latn', false],
  ['ro', 'Latn', false],
  ['uk', 'Cyrl', false],
  ['ar', 'Arab', true],
  ['ar-MA', 'Arab', true],
  ['ur', 'Aran', true],
  ['fa', 'Arab', true],
  ['zh-Hans', 'Hans', false],
  ['zh', 'Hans', false],
  ['', 'Latn', false],
  ['not a tag', 'Latn', false],
])('%j is written in %s', (language, script, rightToLeft) => {
  expect(scriptOf(language)).toBe(script);
  expect(isRightToLeft(language)).toBe(rightToLeft);
});

describe('text to be drawn', () => {
  test.each([
    ['controls are dropped', 'رقم\u0000\u0007\u001b@\u0085كم', 'رقم@كم'],
    ['overrides, marks and isolates of direction are dropped', '\u202eرقم\u2066كم\u2069\u200f\ufeff', 'رقمكم'],
    ['line breaks are spaces', 'رقم\r\nكم\u2028x', 'رقم كم x'],
    ['emoji are question marks', '您好 😀👨‍👩‍👧', '您好 ????'],
    ['scripts without a font are question marks', 'हिन्दी 한국 ไทย', '?????? ?? ???'],
    ['half a pair is a question mark', 'a\ud800b', 'a?b'],
    ['private letters are question marks', 'a\ue000\u{f0000}', 'a??'],
    ['a joiner stays between Arabic letters, where it spells', 'می\u200cخواہم', 'می\u200cخواہم'],
    ['a joiner elsewhere is dropped', 'a\u200db\u200c', 'ab'],
    ['marks are kept up to three on a letter', `x${'\u0300'.repeat(500)}y`, `x${'\u0300'.repeat(3)}y`],
    ['Romanian and Ukrainian letters are kept', 'ȘțĂ Ґєї', 'ȘțĂ Ґєї'],
    ['decomposed letters are composed', 'S\u0326', 'Ș'],
  ])('%s', (_, given, wanted) => {
    expect(shapeable(given)).toBe(wanted);
  });

  test('has two marks in order that a removed control had separated', () => {
    expect(shapeable('\u2de0\u202e\u064b')).toBe(shapeable(shapeable('\u2de0\u202e\u064b')));
  });

  test('holds no control and no pile of marks, and a second pass changes nothing', () => {
    const text = fc.string({
      unit: fc.oneof(
        fc.constantFrom(
          '\u202e',
          '\u2067',
          '\u0010',
          '\u001b',
          '\u0301',
          '\u064b',
          '\u200d',
          '\ufe0f',
          'ش',
          '您',
          '😀',
        ),
        fc.integer({ min: 0, max: 0x10ffff }).map((code) => String.fromCodePoint(code)),
      ),
      maxLength: 80,
    });
    fc.assert(
      fc.property(text, (given) => {
        const safe = shapeable(given);
        expect(safe).not.toMatch(/(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Cn}]/u);
        expect(safe).not.toMatch(/\p{M}{4}/u);
        expect(shapeable(safe)).toBe(safe);
      }),
    );
  });
});
