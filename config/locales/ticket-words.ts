import { createInstance } from 'i18next';
import type { TicketLanguage } from '../languages.ts';
import { TICKET_SENTENCES } from './citizens-sentences.ts';
import { formatDate, formatTime } from './dates.ts';
import { withNone } from './none.ts';

type PluralSuffix = `_${Intl.LDMLPluralRule | 'none'}`;
type WithoutSuffix<K extends string> = K extends `${infer Base}${PluralSuffix}` ? Base : K;
export type TicketSentence = WithoutSuffix<keyof (typeof TICKET_SENTENCES)['ca']>;

const words = createInstance();
words.init({
  resources: Object.fromEntries(
    Object.entries(TICKET_SENTENCES).map(([language, ticket]) => [language, { ticket: withNone(ticket) }]),
  ),
  ns: ['ticket'],
  defaultNS: 'ticket',
  fallbackLng: 'ca',
  initAsync: false,
  // Paper needs no escaping.
  interpolation: { escapeValue: false },
});

/** Returns a sentence for paper. `count` selects CLDR's plural form; a count of 0 selects the form `_none` if the file has it. */
export function ticketText(
  language: TicketLanguage,
  key: TicketSentence,
  values: Readonly<Record<string, string | number>> = {},
): string {
  return words.getFixedT(language, 'ticket')(key, values);
}

export const SLIP_WORDS = {
  text: ticketText,
  time: formatTime,
  date: (language: TicketLanguage, date: string): string => formatDate(language, date, 'full'),
};
