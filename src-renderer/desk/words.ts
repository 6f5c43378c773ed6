import type { WorkingLanguage } from '../../config/languages.ts';
import { createTranslator } from '../../config/locales/index.ts';

export const wordsOf = (language: WorkingLanguage) => createTranslator(language, 'staff');
