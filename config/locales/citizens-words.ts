import { createInstance } from 'i18next';
import { forEachLanguage, languageRow, TICKET_LANGUAGES, type TicketLanguage } from '../languages.ts';
import { CITIZENS_SENTENCES, CONTACT_SENTENCES } from './citizens-sentences.ts';
import { isolated, joined } from './joined.ts';

export type CitizensSentence = keyof (typeof CITIZENS_SENTENCES)['ca'];

function forPages(language: TicketLanguage): Record<string, string> {
  const { direction } = languageRow(language);
  const write = (sentence: string): string => (direction === 'rtl' ? isolated(joined(sentence)) : joined(sentence));
  return Object.fromEntries(
    Object.entries(CITIZENS_SENTENCES[language]).map(([key, sentence]) => [key, write(sentence)]),
  );
}

const words = createInstance();
words.init({
  resources: forEachLanguage(TICKET_LANGUAGES, (language) => ({ citizens: forPages(language) })),
  ns: ['citizens'],
  defaultNS: 'citizens',
  fallbackLng: 'ca',
  initAsync: false,
  // The program that renders the pages escapes all text.
  interpolation: { escapeValue: false },
});

export const citizensText = (
  language: TicketLanguage,
  key: CitizensSentence,
  values: Readonly<Record<string, string | number>> = {},
): string => words.getFixedT(language, 'citizens')(key, values);

type KeysOf<Words> = {
  [K in keyof Words & string]: Words[K] extends string ? K : `${K}.${KeysOf<Words[K]>}`;
}[keyof Words & string];
export type ContactSentence = KeysOf<(typeof CONTACT_SENTENCES)['ca']>;

const contactWords = createInstance();
contactWords.init({
  resources: Object.fromEntries(
    Object.entries(CONTACT_SENTENCES).map(([language, contact]) => [language, { contact }]),
  ),
  ns: ['contact'],
  defaultNS: 'contact',
  fallbackLng: 'ca',
  initAsync: false,
  // Messages are plain text, so nothing is escaped.
  interpolation: { escapeValue: false },
});

export const contactText = (
  language: TicketLanguage,
  key: ContactSentence,
  values: Readonly<Record<string, string | number>> = {},
): string => contactWords.getFixedT(language, 'contact')(key, values);
