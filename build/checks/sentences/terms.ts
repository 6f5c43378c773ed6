import { readFileSync } from 'node:fs';
import type { Finding } from '../source-files.ts';
import { CHECKED_LANGUAGES, type CheckedLanguage, type Sentence } from './read.ts';

/** What a thing is called in one language, and what it is not called there. */
export interface Term {
  language: CheckedLanguage;
  say: string;
  not: readonly string[];
}

/**
 * The table of terms: language, word, thing, and in backticks what it is not called.
 * @throws when there is no such table: then nothing would be checked
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

/** Sentences that call a thing by another word than the table's. */
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
