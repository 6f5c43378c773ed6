import { ACCESSIBILITY_SENTENCES } from '../../config/locales/accessibility-words.ts';

export const STATEMENT_LANGUAGES = ['ca', 'es', 'en'] as const;
export type StatementLanguage = (typeof STATEMENT_LANGUAGES)[number];

export function missingSentence(language: StatementLanguage, part: string): string | undefined {
  const sentences: Readonly<Record<string, string>> = ACCESSIBILITY_SENTENCES[language].missing;
  return sentences[part];
}
