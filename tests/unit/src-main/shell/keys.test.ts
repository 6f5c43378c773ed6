import { describe, expect, it } from 'vitest';
import { mayReachPage } from '../../../../src-main/shell/keys.ts';

const press = (key: string, held: Partial<Record<'control' | 'alt' | 'meta', boolean>> = {}) =>
  mayReachPage({ key, code: '', control: false, alt: false, meta: false, ...held });

describe('a key of an audio keypad', () => {
  const at = (code: string, held: object = {}) =>
    mayReachPage({ key: 'LaunchApplication5', code, control: false, alt: false, meta: false, ...held });

  for (const code of ['F13', 'F18', 'F24', 'AudioVolumeUp', 'AudioVolumeDown', 'AudioVolumeMute'])
    it(`reaches the page by its position, whatever its name: ${code}`, () => expect(at(code)).toBe(true));

  for (const code of ['F12', 'F25', 'MediaPlayPause', 'LaunchMail'])
    it(`does not reach the page: ${code}`, () => expect(at(code)).toBe(false));

  it('does not reach the page while Control is held', () => expect(at('F13', { control: true })).toBe(false));
});

describe('a key press', () => {
  for (const key of ['Tab', 'Enter', ' ', 'Escape', 'ArrowDown', 'Home', 'PageDown', 'Backspace', 'a', 'Ñ', '7', '·'])
    it(`reaches the page: ${JSON.stringify(key)}`, () => expect(press(key)).toBe(true));

  for (const key of [
    'F1',
    'F5',
    'F11',
    'F12',
    'ContextMenu',
    'PrintScreen',
    'BrowserBack',
    'BrowserRefresh',
    'Dead',
    '',
  ])
    it(`does not reach the page: ${JSON.stringify(key)}`, () => expect(press(key)).toBe(false));

  for (const [held, key] of [
    ['control', 'r'],
    ['control', 'w'],
    ['control', 'p'],
    ['control', '+'],
    ['control', 'Tab'],
    ['alt', 'F4'],
    ['alt', 'ArrowLeft'],
    ['meta', 'd'],
  ] as const)
    it(`does not reach the page: ${held} and ${key}`, () => expect(press(key, { [held]: true })).toBe(false));
});
