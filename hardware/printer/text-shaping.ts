import type { Bitmap, TextSize } from './contract.ts';
import type { LargeSize } from './large-print.ts';

/** The style of words in scripts the printer lacks. */
export interface ShapingStyle {
  /** The BCP 47 code of the words' language; empty: unknown. */
  language: string;
  /** The size. For large print it is the height of Latin capitals; other scripts scale with it. */
  size: Exclude<TextSize, LargeSize> | { capitalDots: number };
  bold: boolean;
}

/** One line as dots, cropped to its ink, with the rows cropped above and below. */
export interface ShapedLine {
  bitmap: Bitmap;
  aboveDots: number;
  belowDots: number;
}

/** Turns words into dots. The layout passes only text that went through `toShapeable`. */
export interface TextShaper {
  widthDots(text: string, style: ShapingStyle): number;
  /** Draws one line; `null`: the text has no ink. */
  draw(text: string, style: ShapingStyle): ShapedLine | null;
}

/** Right-to-left scripts that have a font here. */
const RIGHT_TO_LEFT_SCRIPTS = new Set(['Arab']);

export type Script = 'Latn' | 'Cyrl' | 'Arab' | 'Aran' | 'Hans';

/** The script of a language: `Aran` is Arabic in Nastaliq. `Latn` for languages without a font of their own. */
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

/** The most marks per letter: Arabic with all its vowels, and Vietnamese, need two. */
const MOST_MARKS = 3;
const LETTERS = String.raw`\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Arabic}\p{Script=Han}`;
/** Marks that go with these letters, and the signs of their texts. */
const SIGNS = String.raw`\u0300-\u036f\u064b-\u0655\u0670،؛؟٪٫٬。、，！？：；（）《》「」『』【】·－～`;
const SHAPEABLE_LETTER = new RegExp(`[${LETTERS}]|[${SIGNS}]`, 'u');
const TOO_MANY_MARKS = new RegExp(String.raw`(\p{M}{${MOST_MARKS}})\p{M}+`, 'gu');
const JOINER = /[\u200c\u200d]/;

/** Whether the shaper has this letter or mark; false for characters of every printer's code page and for emoji. */
export const isShapeable = (character: string): boolean => SHAPEABLE_LETTER.test(character);

/**
 * Makes any text safe to draw: no controls, no direction override, no pile of marks. `keep`: characters of the printer's own page, which
 * the fonts also have. The rest becomes `?`. Joiners between Arabic letters stay because spelling needs them.
 */
export function toShapeable(text: string, keep: (character: string) => boolean): string {
  const composed = text
    .normalize('NFC')
    .replace(/[\t\n\v\f\r\u2028\u2029\u3000]+/g, ' ')
    .replace(/(?<![\p{Script=Arabic}\u064b-\u0655])[\u200c\u200d]|[\u200c\u200d](?!\p{Script=Arabic})/gu, '')
    .replace(/(?![\u200c\u200d])[\p{Cc}\p{Cf}]/gu, '')
    .replace(/(?!\u00a0)\p{Zs}/gu, ' ')
    // Removed characters may leave marks that need another order.
    .normalize('NFC')
    .replace(TOO_MANY_MARKS, '$1');
  return Array.from(composed, (character) =>
    keep(character) || isShapeable(character) || JOINER.test(character) ? character : '?',
  ).join('');
}
