import type { TicketLanguage } from './languages.ts';
import type { LocalizedText } from './localized-text.ts';

export const inLanguage = (text: LocalizedText, language: TicketLanguage): string => text[language] ?? text.ca;
