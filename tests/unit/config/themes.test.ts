import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repositoryRoot } from '../../../build/runtime.ts';
import { type Palette, Theme } from '../../../src-main/contract/shared/theme.ts';

const FOLDER = join(repositoryRoot, 'config', 'themes');
const themes = readdirSync(FOLDER).map((file) => ({
  file,
  theme: Theme.parse(JSON.parse(readFileSync(join(FOLDER, file), 'utf8'))),
}));

/** The least contrast of foreground and background: 7:1 for text, 3:1 for outlines of controls and colours with a meaning. */
const TEXT = 7;
const OUTLINE = 3;
const PAIRS: readonly (readonly [keyof Palette, keyof Palette, number])[] = [
  ['ink', 'ground', TEXT],
  ['ink', 'paper', TEXT],
  ['ink', 'tint', TEXT],
  ['ink', 'off', TEXT],
  ['ink2', 'ground', TEXT],
  ['ink2', 'paper', TEXT],
  ['ink2', 'tint', TEXT],
  ['ink2', 'off', TEXT],
  ['onTouch', 'touch', TEXT],
  ['onTouch', 'touchDeep', TEXT],
  ['touch', 'ground', TEXT],
  ['touch', 'paper', TEXT],
  ['touch', 'tint', TEXT],
  ['onMeet', 'meet', TEXT],
  ['onFacade', 'facade', TEXT],
  ['onFacade', 'facadeBar', TEXT],
  ['onBar', 'bar', TEXT],
  ['onBar', 'facadeBar', TEXT],
  ['alert', 'ground', TEXT],
  ['alert', 'paper', TEXT],
  ['edge', 'ground', OUTLINE],
  ['edge', 'paper', OUTLINE],
  ['edge', 'off', OUTLINE],
  ['meet', 'facade', OUTLINE],
];

describe('the cities’ colours', () => {
  it('cover two cities at least, so that none is in the components', () => {
    expect(themes.length).toBeGreaterThanOrEqual(2);
    expect(new Set(themes.map(({ theme }) => `${theme.edge} ${theme.arches}`)).size).toBeGreaterThanOrEqual(2);
  });

  it.each(themes)('of $file are those of the theme of that name', ({ file, theme }) => {
    expect(`${theme.themeId}.json`).toBe(file);
  });

  it.each(
    themes.flatMap(({ file, theme }) => [
      { file, shade: 'light', palette: theme.light },
      { file, shade: 'dark', palette: theme.dark },
    ]),
  )('of $file, $shade, have the required contrast', ({ palette }) => {
    const tooNear = PAIRS.map(([front, back, least]) => ({
      pair: `${front} on ${back}`,
      ratio: contrast(palette[front], palette[back]),
      least,
    })).filter(({ ratio, least }) => ratio < least);
    expect(tooNear).toEqual([]);
  });
});

/** The contrast by WCAG 2 of two colours such as `#00573f`. */
function contrast(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
