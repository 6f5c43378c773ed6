import type { Finding } from '../source-files.ts';
import { CHECKED_LANGUAGES, type CheckedLanguage, type Sentence } from './read.ts';
import terms from './terms.json' with { type: 'json' };

/** A thing's name in one language, and the words that are wrong for it. */
export interface Term {
  language: CheckedLanguage;
  say: string;
  not: readonly string[];
}

export const TERMS: readonly Term[] = CHECKED_LANGUAGES.flatMap((language) =>
  Object.entries(terms[language]).map(([say, not]) => ({ language, say, not })),
);

/** Finds sentences that use a wrong word for a thing. */
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
