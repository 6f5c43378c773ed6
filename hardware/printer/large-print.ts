import type { TextSize } from './contract.ts';
import type { Font } from './rows.ts';
import { FONT_CELL, type PrinterTraits } from './traits.ts';

/** Least height of capitals in mm: 5 mm are the capitals of 20-point type, 7.3 mm the least capitals on the kiosk's screen. */
const CAPITAL_MM = { big: 5, huge: 7.3 } as const satisfies Partial<Record<TextSize, number>>;
/** Height of capitals in the printer's own font as a share of the cell, as measured; the capitals of some models are higher. */
const CAPITAL_OF_CELL = 15 / FONT_CELL.a.heightDots;
const MM_PER_INCH = 25.4;
/** Drawn letters never get smaller than letters of the size `tall`, however long a word is. */
const LEAST_CAPITAL_DOTS = 25;

export type LargeSize = keyof typeof CAPITAL_MM;
export const isLargePrint = (size: TextSize): size is LargeSize => size in CAPITAL_MM;

export interface Letters {
  font: Font;
  widthScale: number;
  heightScale: number;
}

/**
 * Returns the widest letters of this size at which the longest word (in characters) stays on one line, because a broken word is harder to
 * read than narrow letters. Letters of width 1 are only two cells high; a word that does not fit even at width 1 is broken.
 */
export function largeLetters(size: LargeSize, longest: number, profile: PrinterTraits): Letters {
  const cells = (CAPITAL_MM[size] * profile.dpi) / MM_PER_INCH / (CAPITAL_OF_CELL * FONT_CELL.a.heightDots);
  const heightScale = Math.min(profile.largestScale, Math.ceil(cells));
  for (let widthScale = heightScale - 1; widthScale > 1; widthScale -= 1)
    if (longest * widthScale <= profile.columns.a) return { font: 'a', widthScale, heightScale };
  return { font: 'a', widthScale: 1, heightScale: 2 };
}

/**
 * Returns the height of drawn capitals in dots at which the widest word fits, but at least `LEAST_CAPITAL_DOTS`. `widthAt` measures that
 * word at a height.
 */
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
