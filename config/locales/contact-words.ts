import { createInstance } from 'i18next';
import type { TicketLanguage } from '../languages.ts';
import ar from './ar/contact.json' with { type: 'json' };
import ca from './ca/contact.json' with { type: 'json' };
import en from './en/contact.json' with { type: 'json' };
import es from './es/contact.json' with { type: 'json' };
import fr from './fr/contact.json' with { type: 'json' };
import ro from './ro/contact.json' with { type: 'json' };
import uk from './uk/contact.json' with { type: 'json' };
import ur from './ur/contact.json' with { type: 'json' };
import zhHans from './zh-Hans/contact.json' with { type: 'json' };

/** The sentences of messages to people with an appointment. Catalan defines the keys. */
export const CONTACT_SENTENCES = { ca, es, en, fr, ar, ur, ro, uk, 'zh-Hans': zhHans } satisfies Record<
  TicketLanguage,
  typeof ca
>;

type KeysOf<Words> = {
  [K in keyof Words & string]: Words[K] extends string ? K : `${K}.${KeysOf<Words[K]>}`;
}[keyof Words & string];
export type ContactSentence = KeysOf<typeof ca>;

const words = createInstance();
words.init({
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
): string => words.getFixedT(language, 'contact')(key, values);
