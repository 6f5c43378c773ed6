import { ACCESSIBILITY_SENTENCES } from '../../config/locales/accessibility-words.ts';

export const STATEMENT_LANGUAGES = ['ca', 'es', 'en'] as const;
export type StatementLanguage = (typeof STATEMENT_LANGUAGES)[number];

/** The accessibility statement's sentence on a missing part; `undefined`: there is none. */
export function missingSentence(language: StatementLanguage, part: string): string | undefined {
  const sentences: Readonly<Record<string, string>> = ACCESSIBILITY_SENTENCES[language].missing;
  return sentences[part];
}
