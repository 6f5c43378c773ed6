import type { TicketLanguage } from './languages.ts';
import type { LocalizedText } from './localized-text.ts';

/** The text in `language`, else in Catalan, which always exists. */
export const inLanguage = (text: LocalizedText, language: TicketLanguage): string => text[language] ?? text.ca;
