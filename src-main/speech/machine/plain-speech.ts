import { LONGEST_SPEECH } from '../rules/speech.ts';

/** Characters that a synthesiser may read as commands: `[[` begins phonemes, `<` a tag, a backslash an escape. */
const ORDERS = /[[\]<>{}|\\^~_*#`]/g;
/** Characters without width, such as marks of direction and joiners; they do not end a word. */
const WIDTHLESS = /\p{Cf}|\p{Variation_Selector}/gu;
/** Characters that cannot be spoken: line ends, controls (U+0001 begins espeak's commands), lone surrogates, private, unassigned. */
const UNHEARD = /[\p{Cc}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu;
/** Combining marks after the third of a letter. No supported script uses more than three, and they are slow to speak. */
const HEAPED_MARKS = /(\p{M}{3})\p{M}+/gu;
/** Start of a word longer than any real one; a space after it keeps a synthesiser from hanging on the word. */
const LONG_WORD = /(\S{40})(?=\S)/gu;

/** Returns a text that is safe for every synthesiser: one line without commands. Empty when nothing in it can be spoken. */
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
