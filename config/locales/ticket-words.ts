import { createInstance } from 'i18next';
import type { TicketLanguage } from '../../src-main/domain/languages.ts';
import ar from './ar/ticket.json' with { type: 'json' };
import ca from './ca/ticket.json' with { type: 'json' };
import en from './en/ticket.json' with { type: 'json' };
import es from './es/ticket.json' with { type: 'json' };
import fr from './fr/ticket.json' with { type: 'json' };
import ro from './ro/ticket.json' with { type: 'json' };
import uk from './uk/ticket.json' with { type: 'json' };
import ur from './ur/ticket.json' with { type: 'json' };
import zhHans from './zh-Hans/ticket.json' with { type: 'json' };

type PluralSuffix = `_${Intl.LDMLPluralRule}`;
type WithoutSuffix<K extends string> = K extends `${infer Base}${PluralSuffix}` ? Base : K;
/** Catalan decides which sentences there are. */
export type TicketSentence = WithoutSuffix<keyof typeof ca>;

/** Paper speaks more languages than the screens; these sentences stay out of what the screens load. */
export const TICKET_SENTENCES = { ca, es, en, fr, ar, ur, ro, uk, 'zh-Hans': zhHans } satisfies Record<
  TicketLanguage,
  Readonly<Record<string, string>>
>;

const words = createInstance();
words.init({
  resources: Object.fromEntries(Object.entries(TICKET_SENTENCES).map(([language, ticket]) => [language, { ticket }])),
  ns: ['ticket'],
  defaultNS: 'ticket',
  fallbackLng: 'ca',
  initAsync: false,
  // Paper is no HTML.
  interpolation: { escapeValue: false },
});

/** One sentence for paper. With `count` among the values, in the plural that CLDR has for it; `_zero` is for none at all. */
export function ticketText(
  language: TicketLanguage,
  key: TicketSentence,
  values: Readonly<Record<string, string | number>> = {},
): string {
  return words.getFixedT(language, 'ticket')(key, values);
}
