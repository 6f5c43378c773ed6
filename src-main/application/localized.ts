import type { LocalizedText, TicketLanguage } from '../contract/office-profile.ts';

/** The text in `language`, or in Catalan, which is always there. */
export const inLanguage = (text: LocalizedText, language: TicketLanguage): string => text[language] ?? text.ca;
