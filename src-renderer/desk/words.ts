import { createTranslator } from '../../config/locales/index.ts';
import type { WorkingLanguage } from '../../src-main/domain/languages.ts';

const MADE = {
  ca: createTranslator('ca', 'staff'),
  es: createTranslator('es', 'staff'),
  en: createTranslator('en', 'staff'),
} as const;

export const wordsOf = (language: WorkingLanguage) => MADE[language];
