import { LONGEST_SPEECH } from '../domain/speech.ts';

/** Marks that a synthesiser may take for orders: `[[` begins phonemes, `<` a tag, a backslash an escape. */
const ORDERS = /[[\]<>{}|\\^~_*#`]/g;
/** Marks of direction, joiners and whatever else has no width: a word goes on behind them. */
const WIDTHLESS = /\p{Cf}|\p{Variation_Selector}/gu;
/** Ends of lines, controls (U+0001 begins espeak's orders), half characters, and what has no meaning. */
const UNHEARD = /[\p{Cc}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu;
/** A letter carries three marks at most in the scripts here; more is a prank, and takes long to speak. */
const HEAPED_MARKS = /(\p{M}{3})\p{M}+/gu;
/** No word of ours is as long; a synthesiser would hold one that is in one piece. */
const LONG_WORD = /(\S{40})(?=\S)/gu;

/** The text as every synthesiser may get it: one line, without anything that could be an order. Empty when nothing of it can be heard. */
export function plainSpeech(text: string): string {
  const plain = text
    .normalize('NFC')
    .replace(WIDTHLESS, '')
    .replace(UNHEARD, ' ')
    .replace(ORDERS, ' ')
    .replace(HEAPED_MARKS, '$1')
    .replace(LONG_WORD, '$1 ')
    .replace(/\s+/gu, ' ')
    .trim()
    .slice(0, LONGEST_SPEECH)
    .toWellFormed();
  return /[\p{L}\p{N}]/u.test(plain) ? plain : '';
}
