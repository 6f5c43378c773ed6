import type { WorkingLanguage } from '../src-main/domain/languages.ts';

/** What a language is called in another; a browser knows more than we write. */
export function languageName(language: string, inLanguage: WorkingLanguage): string {
  return new Intl.DisplayNames([inLanguage], { type: 'language' }).of(language) ?? language;
}
