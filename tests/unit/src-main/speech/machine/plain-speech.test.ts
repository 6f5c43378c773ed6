import { expect, test } from 'vitest';
import { plainSpeech } from '../../../../../src-main/speech/machine/plain-speech.ts';
import { LONGEST_SPEECH } from '../../../../../src-main/speech/rules/speech.ts';

test.each([
  ['lines and tabs are spaces', 'Bon dia.\nSeieu.\t Ara', 'Bon dia. Seieu. Ara'],
  ['phonemes of espeak are words', 'Torn [[h@l@U]] A', 'Torn h@l@U A'],
  ['a tag is words', '<break time="9s"/>Torn <audio src="x"/>', 'break time="9s"/ Torn audio src="x"/'],
  ['an order of espeak (U+0001) is a word', 'Torn \u000130P A', 'Torn 30P A'],
  [
    'marks of direction and joiners have no sound',
    'A\u2066012\u2069 مرحبا\u200f Re\u00adcu\u200dll',
    'A012 مرحبا Recull',
  ],
  ['heaped marks are three', `To${'\u0301'.repeat(40)}rn`, `T\u00f3${'\u0301'.repeat(3)}rn`],
  ['half a character is none', 'Torn \ud83d A', 'Torn A'],
  ['Urdu and Chinese stay as they are', 'آپ کی باری A012، بیٹھیے۔ 请坐。', 'آپ کی باری A012، بیٹھیے۔ 请坐。'],
  ['what holds no letter and no digit is not said', '… → — !', ''],
])('%s', (_, text, plain) => expect(plainSpeech(text)).toBe(plain));

test('an endless word is cut, and an endless text ends', () => {
  expect(plainSpeech('x'.repeat(100))).toBe(`${'x'.repeat(40)} ${'x'.repeat(40)} ${'x'.repeat(20)}`);
  const long = plainSpeech('🙂a'.repeat(LONGEST_SPEECH));
  expect(long.length).toBeLessThanOrEqual(LONGEST_SPEECH);
  expect(long.isWellFormed()).toBe(true);
});
