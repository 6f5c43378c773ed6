import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { bytesOf, DisplayProfile, textOf } from '../../../../hardware/display/profile.ts';
import { DISPLAY_KINDS } from '../../../../hardware/simulator/virtual-display.ts';

const folder = new URL('../../../../config/displays/', import.meta.url);
const ids = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => name.replace('.json', ''))
  .sort();
const read = (id: string): object => JSON.parse(readFileSync(new URL(`${id}.json`, folder), 'utf8'));
const hex = (id: string, command: 'news' | 'call' | 'blank', text: string): string =>
  Buffer.from(bytesOf(DisplayProfile.parse(read(id)), command, text)).toString('hex');

test.each(ids)('%s is a valid display profile with its id as name, and a virtual one exists', (id) => {
  expect(DisplayProfile.parse(read(id)).profileId).toBe(id);
  expect(Object.keys(DISPLAY_KINDS)).toContain(id);
});

test('the bytes match the makers’ manuals', () => {
  // The bytes are NUL five times, SOH, Z 0 0, STX, A A, ESC 0 b, A 0 5 7, EOT, each with even parity: bit eight is one if the other bits
  // have an odd number of ones.
  expect(hex('alpha-led', 'call', 'A057')).toBe('0000000000815a30308241411b30e2413035b784');
  expect(hex('alpha-led', 'news', 'A057')).toBe('0000000000815a30308241411b3063413035b784');
  expect(hex('alpha-led', 'blank', '')).toBe('0000000000815a303082414184');
  expect(hex('adafruit-tower-light', 'news', '')).toBe('2444');
  expect(hex('adafruit-tower-light', 'call', '')).toBe('2414');
  expect(hex('adafruit-tower-light', 'blank', '')).toBe('24');
  expect(hex('text-line', 'call', 'A057')).toBe('413035370d0a');
});

test('number and desk are shown if both fit, otherwise the number alone, in letters that every display has', () => {
  expect(textOf(14, { number: 'A057', desk: 'Taula 3' })).toBe('A057 Taula 3');
  expect(textOf(11, { number: 'A057', desk: 'Taula 3' })).toBe('A057');
  expect(textOf(3, { number: 'A1057', desk: '' })).toBe('A10');
  expect(textOf(30, { number: 'A057', desk: 'Atenció · primera\n' })).toBe('A057 Atencio  primera');
});

test.each([
  ['a text that it has no room for', { columns: null }],
  ['half a byte', { commands: { news: '{text} 0', call: '{text} 0d', blank: '0d' } }],
  ['no text to be read', { commands: { news: '0d', call: '{text} 0d', blank: '0d' } }],
  ['a text on a blank one', { commands: { news: '{text}', call: '{text}', blank: '{text}' } }],
  ['an unknown field', { colour: 'red' }],
])('a profile with %s is refused', (_, change) => {
  expect(DisplayProfile.safeParse({ ...read('text-line'), ...change }).success).toBe(false);
});
