import { LONGEST_SPEECH } from '../rules/speech.ts';

/** Characters a synthesiser may take for commands: `[[` begins phonemes, `<` a tag, a backslash an escape. */
const ORDERS = /[[\]<>{}|\\^~_*#`]/g;
/** Bidi marks, joiners and other zero-width characters; a word continues after them. */
const WIDTHLESS = /\p{Cf}|\p{Variation_Selector}/gu;
/** Line ends, controls (U+0001 begins espeak's commands), lone surrogates and unassigned characters. */
const UNHEARD = /[\p{Cc}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu;
/** Combining marks beyond the third of a letter. No supported script uses more, and they are slow to speak. */
const HEAPED_MARKS = /(\p{M}{3})\p{M}+/gu;
/** Start of a word longer than any real one, on which a synthesiser may hang; a space breaks it. */
const LONG_WORD = /(\S{40})(?=\S)/gu;

/** Text that is safe for every synthesiser: one line without commands. Empty when no part can be heard. */
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
