import type { Finding } from '../source-files.ts';
import type { Sentence } from './read.ts';

/** What citizens read; staff and their log may speak of an error in a profile. */
const FOR_CITIZENS = ['screen', 'ticket', 'offices'];

const REFUSED: readonly { what: string; pattern: RegExp }[] = [
  { what: 'an exclamation', pattern: /[!¡]/ },
  { what: 'an error', pattern: /(?<!\p{L})errors?(?!\p{L})|(?<!\p{L})errores/iu },
  { what: 'an abbreviation', pattern: /(?<!\p{L})\p{L}{1,4}\. ?(?=\p{Ll}|\d)/u },
  // An hour is a variable, written by `formatTime` as its language does.
  { what: 'an hour of its own', pattern: /\d[.:]\d\d(?!\d)/ },
];

/** Sentences for citizens with something that a reader stumbles over. */
export function notPlain(sentences: readonly Sentence[]): Finding[] {
  return sentences
    .filter(({ group }) => FOR_CITIZENS.includes(group))
    .flatMap(({ file, line, key, text }) =>
      REFUSED.filter(({ pattern }) => pattern.test(text)).map(({ what }) => ({
        file,
        line,
        complaint: `${key} has ${what}: ${text}`,
      })),
    );
}
