import type { Finding } from '../source-files.ts';
import { CHECKED_LANGUAGES, type CheckedLanguage, type Sentence } from './read.ts';
import terms from './terms.json' with { type: 'json' };

/** `say` is the right name for a thing, `not` lists the wrong ones. */
export interface Term {
  language: CheckedLanguage;
  say: string;
  not: readonly string[];
}

export const TERMS: readonly Term[] = CHECKED_LANGUAGES.flatMap((language) =>
  Object.entries(terms[language]).map(([say, not]) => ({ language, say, not })),
);

export function wrongTerms(sentences: readonly Sentence[], terms: readonly Term[]): Finding[] {
  const wrong = terms.flatMap(({ language, say, not }) =>
    not.map((word) => ({ language, say, word, pattern: new RegExp(`(?<![\\p{L}·])${word}(?![\\p{L}·])`, 'iu') })),
  );
  return sentences.flatMap(({ file, line, language, key, text }) =>
    wrong
      .filter((one) => one.language === language && one.pattern.test(text))
      .map(({ word, say }) => ({ file, line, complaint: `${key}: not "${word}" but ${say}` })),
  );
}
