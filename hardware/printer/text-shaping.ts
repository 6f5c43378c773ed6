import type { TextSize } from './contract.ts';
import type { LargeSize } from './large-print.ts';
import type { Trimmed } from './raster.ts';

export interface ShapingStyle {
  /** BCP 47 code of the words' language; empty if unknown. */
  language: string;
  /** For large print, the height of Latin capitals in dots; other scripts scale with it. */
  size: Exclude<TextSize, LargeSize> | { capitalDots: number };
  bold: boolean;
}

/** Turns words into dots. The layout passes only text that `toShapeable` has cleaned. */
export interface TextShaper {
  widthDots(text: string, style: ShapingStyle): number;
  /** Draws one line; `null` if the text has no ink. */
  draw(text: string, style: ShapingStyle): Trimmed | null;
}

const RIGHT_TO_LEFT_SCRIPTS = new Set(['Arab']);

export type Script = 'Latn' | 'Cyrl' | 'Arab' | 'Aran' | 'Hans';

/** Returns the script in which a language is drawn. `Aran` is Arabic in Nastaliq; languages without a font of their own get `Latn`. */
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

/** Largest number of combining marks kept on a letter. Arabic with all its vowels, and Vietnamese, need two. */
const MOST_MARKS = 3;
const LETTERS = String.raw`\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Arabic}\p{Script=Han}`;
/** Combining marks for these letters, and punctuation of Arabic and Chinese. */
const SIGNS = String.raw`\u0300-\u036f\u064b-\u0655\u0670،؛؟٪٫٬。、，！？：；（）《》「」『』【】·－～`;
const SHAPEABLE_LETTER = new RegExp(`[${LETTERS}]|[${SIGNS}]`, 'u');
const TOO_MANY_MARKS = new RegExp(String.raw`(\p{M}{${MOST_MARKS}})\p{M}+`, 'gu');
const JOINER = /[\u200c\u200d]/;

/** True for the letters, marks and signs above: some are also in every printer's code page. False for digits and emoji. */
export const isShapeable = (character: string): boolean => SHAPEABLE_LETTER.test(character);

/**
 * Makes any text safe to draw: without control characters, overrides of direction and piles of marks. `keep` accepts the characters of the
 * printer's code page, which the fonts also have. Characters that cannot be drawn become `?`. Joiners between Arabic letters stay because
 * spelling needs them.
 */
export function toShapeable(text: string, keep: (character: string) => boolean): string {
  const composed = text
    .normalize('NFC')
    .replace(/[\t\n\v\f\r\u2028\u2029\u3000]+/g, ' ')
    .replace(/(?<![\p{Script=Arabic}\u064b-\u0655])[\u200c\u200d]|[\u200c\u200d](?!\p{Script=Arabic})/gu, '')
    .replace(/(?![\u200c\u200d])[\p{Cc}\p{Cf}]/gu, '')
    .replace(/(?!\u00a0)\p{Zs}/gu, ' ')
    // Removing characters may leave marks in a wrong sequence, so the text is normalised again.
    .normalize('NFC')
    .replace(TOO_MANY_MARKS, '$1');
  return Array.from(composed, (character) =>
    keep(character) || isShapeable(character) || JOINER.test(character) ? character : '?',
  ).join('');
}
