import type { TextSize } from './contract.ts';
import type { Font } from './rows.ts';
import { FONT_CELL, type PrinterTraits } from './traits.ts';

/** Least height of capitals, as people read them: 5 mm is what 20 points are, 7.3 mm what the screen has. */
const CAPITAL_MM = { big: 5, huge: 7.3 } as const satisfies Partial<Record<TextSize, number>>;
/** Of the printer's own letters, as far as anybody has measured; some models have higher ones. */
const CAPITAL_OF_CELL = 15 / FONT_CELL.a.heightDots;
const MM_PER_INCH = 25.4;
/** Drawn letters get no smaller than those of `tall`, however long a word is. */
const LEAST_CAPITAL_DOTS = 25;

export type LargeSize = keyof typeof CAPITAL_MM;
export const isLargePrint = (size: TextSize): size is LargeSize => size in CAPITAL_MM;

/** How often a character of the printer's own is enlarged. */
export interface Letters {
  font: Font;
  widthScale: number;
  heightScale: number;
}

/**
 * The widest letters of a height of large print with which the longest word, of so many characters, stays whole: a word broken anywhere is harder to read than a narrow one.
 * One that is wider than all the paper at half the height is broken.
 */
export function largeLetters(size: LargeSize, longest: number, profile: PrinterTraits): Letters {
  const cells = (CAPITAL_MM[size] * profile.dpi) / MM_PER_INCH / (CAPITAL_OF_CELL * FONT_CELL.a.heightDots);
  const heightScale = Math.min(profile.largestScale, Math.ceil(cells));
  for (let widthScale = heightScale - 1; widthScale > 1; widthScale -= 1)
    if (longest * widthScale <= profile.columns.a) return { font: 'a', widthScale, heightScale };
  return { font: 'a', widthScale: 1, heightScale: 2 };
}

/** How high the capitals of drawn letters are, so that the widest word fits the width; `widthAt` measures it. */
export function largeCapitalDots(
  size: LargeSize,
  { dpi }: PrinterTraits,
  widthDots: number,
  widthAt: (capitalDots: number) => number,
): number {
  const wanted = Math.ceil((CAPITAL_MM[size] * dpi) / MM_PER_INCH);
  const widest = widthAt(wanted);
  if (widest <= widthDots) return wanted;
  return Math.max(LEAST_CAPITAL_DOTS, Math.floor((wanted * widthDots) / widest) - 1);
}
