import type { WorkingLanguage } from '../../config/languages.ts';
import { createTranslator } from '../../config/locales/index.ts';

const MADE = {
  ca: createTranslator('ca', 'staff'),
  es: createTranslator('es', 'staff'),
  en: createTranslator('en', 'staff'),
} as const;

export const wordsOf = (language: WorkingLanguage) => MADE[language];
