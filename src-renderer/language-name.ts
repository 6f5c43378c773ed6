import type { WorkingLanguage } from '../config/languages.ts';

/** A language's name in another language, from the browser. */
export function languageName(language: string, inLanguage: WorkingLanguage): string {
  return new Intl.DisplayNames([inLanguage], { type: 'language' }).of(language) ?? language;
}
