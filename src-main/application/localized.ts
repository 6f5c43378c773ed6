import type { Language, LocalizedText } from '../contract/office-profile.ts';

/** The text in `language`, or in Catalan, which is always there. */
export const inLanguage = (text: LocalizedText, language: Language): string => text[language] ?? text.ca;
