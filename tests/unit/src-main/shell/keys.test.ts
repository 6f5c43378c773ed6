import { describe, expect, it } from 'vitest';
import { mayReachPage } from '../../../../src-main/shell/keys.ts';

const press = (key: string, held: Partial<Record<'control' | 'alt' | 'meta', boolean>> = {}) =>
  mayReachPage({ key, control: false, alt: false, meta: false, ...held });

describe('a key press', () => {
  for (const key of [
    'Tab',
    'Enter',
    ' ',
    'Escape',
    'ArrowDown',
    'Home',
    'PageDown',
    'Backspace',
    'a',
    'Ñ',
    '7',
    '·',
    'F13',
    'F24',
    'AudioVolumeUp',
    'AudioVolumeMute',
  ])
    it(`reaches the page: ${JSON.stringify(key)}`, () => expect(press(key)).toBe(true));

  for (const key of [
    'F1',
    'F5',
    'F11',
    'F12',
    'F25',
    'MediaPlayPause',
    'MicrophoneVolumeUp',
    'ContextMenu',
    'PrintScreen',
    'BrowserBack',
    'BrowserRefresh',
    'Dead',
    '',
  ])
    it(`stays outside: ${JSON.stringify(key)}`, () => expect(press(key)).toBe(false));

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
    it(`stays outside: ${held} and ${key}`, () => expect(press(key, { [held]: true })).toBe(false));
});
