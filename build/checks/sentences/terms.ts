import { readFileSync } from 'node:fs';
import type { Finding } from '../source-files.ts';
import { CHECKED_LANGUAGES, type CheckedLanguage, type Sentence } from './read.ts';

/** A thing's name in one language, and the words that are wrong for it. */
export interface Term {
  language: CheckedLanguage;
  say: string;
  not: readonly string[];
}

/**
 * Reads the table of terms: language, word, thing, and the wrong words in backticks.
 * @throws when the file has no such table, because the check would then find nothing
 */
export function readTerms(file: string): Term[] {
  const terms = readFileSync(file, 'utf8')
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .flatMap((cells) => {
      const language = CHECKED_LANGUAGES.find((one) => one === cells[1]);
      if (language === undefined || cells.length !== 6) return [];
      const not = [...(cells[4] ?? '').matchAll(/`([^`]+)`/g)].flatMap(([, word]) => word ?? []);
      return [{ language, say: cells[2] ?? '', not }];
    });
  if (terms.length === 0) throw new Error(`${file} has no table of terms`);
  return terms;
}

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
