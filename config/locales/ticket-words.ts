import { createInstance } from 'i18next';
import type { TicketLanguage } from '../languages.ts';
import ar from './ar/ticket.json' with { type: 'json' };
import ca from './ca/ticket.json' with { type: 'json' };
import { formatDate, formatTime } from './dates.ts';
import en from './en/ticket.json' with { type: 'json' };
import es from './es/ticket.json' with { type: 'json' };
import fr from './fr/ticket.json' with { type: 'json' };
import { withNone } from './none.ts';
import ro from './ro/ticket.json' with { type: 'json' };
import uk from './uk/ticket.json' with { type: 'json' };
import ur from './ur/ticket.json' with { type: 'json' };
import zhHans from './zh-Hans/ticket.json' with { type: 'json' };

type PluralSuffix = `_${Intl.LDMLPluralRule | 'none'}`;
type WithoutSuffix<K extends string> = K extends `${infer Base}${PluralSuffix}` ? Base : K;
/** Catalan defines the keys. */
export type TicketSentence = WithoutSuffix<keyof typeof ca>;

/** Paper has more languages than the screens, which do not load these sentences. */
export const TICKET_SENTENCES = { ca, es, en, fr, ar, ur, ro, uk, 'zh-Hans': zhHans } satisfies Record<
  TicketLanguage,
  Readonly<Record<string, string>>
>;

const words = createInstance();
words.init({
  resources: Object.fromEntries(
    Object.entries(TICKET_SENTENCES).map(([language, ticket]) => [language, { ticket: withNone(ticket) }]),
  ),
  ns: ['ticket'],
  defaultNS: 'ticket',
  fallbackLng: 'ca',
  initAsync: false,
  // Paper is no HTML.
  interpolation: { escapeValue: false },
});

/** A sentence for paper. `count` selects CLDR's plural form; `_none` in the file is for none at all. */
export function ticketText(
  language: TicketLanguage,
  key: TicketSentence,
  values: Readonly<Record<string, string | number>> = {},
): string {
  return words.getFixedT(language, 'ticket')(key, values);
}

/** The words of a slip, hours and dates included. */
export const SLIP_WORDS = {
  text: ticketText,
  time: formatTime,
  date: (language: TicketLanguage, date: string): string => formatDate(language, date, 'full'),
};
