import { createTranslator } from '../../config/locales/index.ts';
import type { WorkingLanguage } from '../../src-main/domain/languages.ts';

const MADE = {
  ca: createTranslator('ca', 'staff'),
  es: createTranslator('es', 'staff'),
  en: createTranslator('en', 'staff'),
} as const;

export const wordsOf = (language: WorkingLanguage) => MADE[language];

/** What paper's languages are called; a browser knows more than we write. */
export function languageName(language: string, inLanguage: WorkingLanguage): string {
  return new Intl.DisplayNames([inLanguage], { type: 'language' }).of(language) ?? language;
}
