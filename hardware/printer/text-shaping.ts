import type { Bitmap, TextSize } from './contract.ts';
import type { LargeSize } from './large-print.ts';

/** How words in scripts that the printer lacks are to look. */
export interface ShapingStyle {
  /** BCP 47; empty when unknown. */
  language: string;
  /** In large print by the height of Latin capitals, which other scripts go along with. */
  size: Exclude<TextSize, LargeSize> | { capitalDots: number };
  bold: boolean;
}

/** One line of words as dots, cut to its ink, and the air that its box leaves above and below. */
export interface ShapedLine {
  bitmap: Bitmap;
  aboveDots: number;
  belowDots: number;
}

/** Turns words into dots. The layout asks it only for what went through `toShapeable`. */
export interface TextShaper {
  /** How wide a line of these words would be. */
  widthDots(text: string, style: ShapingStyle): number;
  /** `null` when it has no ink. */
  draw(text: string, style: ShapingStyle): ShapedLine | null;
}

/** Scripts written from right to left that have a font here. */
const RIGHT_TO_LEFT_SCRIPTS = new Set(['Arab']);

export type Script = 'Latn' | 'Cyrl' | 'Arab' | 'Aran' | 'Hans';

/** The script a language is written in: `Aran` is Arabic in Nastaliq. `Latn` for everything without a font of its own. */
export function scriptOf(language: string): Script {
  const { language: code, script } = maximize(language);
  if (code === 'ur' && script === 'Arab') return 'Aran';
  if (script === 'Cyrl' || script === 'Arab' || script === 'Hans') return script;
  return 'Latn';
}

export function isRightToLeft(language: string): boolean {
  return RIGHT_TO_LEFT_SCRIPTS.has(maximize(language).script ?? '');
}

function maximize(language: string): { language?: string; script?: string | undefined } {
  try {
    return new Intl.Locale(language).maximize();
  } catch {
    return {};
  }
}

/** Marks on one letter; Arabic with all its vowels needs two, Vietnamese as well. */
const MOST_MARKS = 3;
const LETTERS = String.raw`\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Arabic}\p{Script=Han}`;
/** Marks that go with these letters, and the signs that texts in them use. */
const SIGNS = String.raw`\u0300-\u036f\u064b-\u0655\u0670،؛؟٪٫٬。、，！？：；（）《》「」『』【】·－～`;
const SHAPEABLE_LETTER = new RegExp(`[${LETTERS}]|[${SIGNS}]`, 'u');
const TOO_MANY_MARKS = new RegExp(String.raw`(\p{M}{${MOST_MARKS}})\p{M}+`, 'gu');
const JOINER = /[\u200c\u200d]/;

/** Whether the shaper has this letter or mark; false for what every printer's page holds and for emoji. */
export const isShapeable = (character: string): boolean => SHAPEABLE_LETTER.test(character);

/**
 * Makes any text safe to draw: no control, no override of direction, no pile of marks. `keep` says what the printer's own page
 * holds, which has glyphs as well. The rest becomes `?`. Joiners stay between Arabic letters, where spelling needs them.
 */
export function toShapeable(text: string, keep: (character: string) => boolean): string {
  const composed = text
    .normalize('NFC')
    .replace(/[\t\n\v\f\r\u2028\u2029\u3000]+/g, ' ')
    .replace(/(?<![\p{Script=Arabic}\u064b-\u0655])[\u200c\u200d]|[\u200c\u200d](?!\p{Script=Arabic})/gu, '')
    .replace(/(?![\u200c\u200d])[\p{Cc}\p{Cf}]/gu, '')
    .replace(/(?!\u00a0)\p{Zs}/gu, ' ')
    // What stood between two marks is gone: they may want another order now.
    .normalize('NFC')
    .replace(TOO_MANY_MARKS, '$1');
  return Array.from(composed, (character) =>
    keep(character) || isShapeable(character) || JOINER.test(character) ? character : '?',
  ).join('');
}
