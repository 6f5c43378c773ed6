import type { TicketLanguage } from '../contract/shared/languages.ts';
import type { LocalizedText } from '../contract/shared/localized-text.ts';

/** The text in `language`, or in Catalan, which is always there. */
export const inLanguage = (text: LocalizedText, language: TicketLanguage): string => text[language] ?? text.ca;
