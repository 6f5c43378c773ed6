import { createInstance } from 'i18next';
import { forEachLanguage, languageRow, TICKET_LANGUAGES, type TicketLanguage } from '../languages.ts';
import ar from './ar/citizens.json' with { type: 'json' };
import arContact from './ar/contact.json' with { type: 'json' };
import ca from './ca/citizens.json' with { type: 'json' };
import caContact from './ca/contact.json' with { type: 'json' };
import en from './en/citizens.json' with { type: 'json' };
import enContact from './en/contact.json' with { type: 'json' };
import es from './es/citizens.json' with { type: 'json' };
import esContact from './es/contact.json' with { type: 'json' };
import fr from './fr/citizens.json' with { type: 'json' };
import frContact from './fr/contact.json' with { type: 'json' };
import { isolated, joined } from './joined.ts';
import ro from './ro/citizens.json' with { type: 'json' };
import roContact from './ro/contact.json' with { type: 'json' };
import uk from './uk/citizens.json' with { type: 'json' };
import ukContact from './uk/contact.json' with { type: 'json' };
import ur from './ur/citizens.json' with { type: 'json' };
import urContact from './ur/contact.json' with { type: 'json' };
import zhHans from './zh-Hans/citizens.json' with { type: 'json' };
import zhHansContact from './zh-Hans/contact.json' with { type: 'json' };

/** Catalan defines the keys. */
export type CitizensSentence = keyof typeof ca;

/** The sentences of the pages on which citizens book, which screens do not load. */
export const CITIZENS_SENTENCES = { ca, es, en, fr, ar, ur, ro, uk, 'zh-Hans': zhHans } satisfies Record<
  TicketLanguage,
  Readonly<Record<CitizensSentence, string>>
>;

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
  // The page's renderer escapes what it is given.
  interpolation: { escapeValue: false },
});

export const citizensText = (
  language: TicketLanguage,
  key: CitizensSentence,
  values: Readonly<Record<string, string | number>> = {},
): string => words.getFixedT(language, 'citizens')(key, values);

/** The sentences of messages to people with an appointment. */
export const CONTACT_SENTENCES = {
  ca: caContact,
  es: esContact,
  en: enContact,
  fr: frContact,
  ar: arContact,
  ur: urContact,
  ro: roContact,
  uk: ukContact,
  'zh-Hans': zhHansContact,
} satisfies Record<TicketLanguage, typeof caContact>;

type KeysOf<Words> = {
  [K in keyof Words & string]: Words[K] extends string ? K : `${K}.${KeysOf<Words[K]>}`;
}[keyof Words & string];
export type ContactSentence = KeysOf<typeof caContact>;

const contactWords = createInstance();
contactWords.init({
  resources: Object.fromEntries(
    Object.entries(CONTACT_SENTENCES).map(([language, contact]) => [language, { contact }]),
  ),
  ns: ['contact'],
  defaultNS: 'contact',
  fallbackLng: 'ca',
  initAsync: false,
  // Messages are plain text.
  interpolation: { escapeValue: false },
});

export const contactText = (
  language: TicketLanguage,
  key: ContactSentence,
  values: Readonly<Record<string, string | number>> = {},
): string => contactWords.getFixedT(language, 'contact')(key, values);
