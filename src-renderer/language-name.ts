import type { WorkingLanguage } from '../config/languages.ts';

export function languageName(language: string, inLanguage: WorkingLanguage): string {
  return new Intl.DisplayNames([inLanguage], { type: 'language' }).of(language) ?? language;
}
