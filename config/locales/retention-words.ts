import { createInstance } from 'i18next';
import type { WorkingLanguage } from '../languages.ts';
import ca from './ca/retention.json' with { type: 'json' };
import en from './en/retention.json' with { type: 'json' };
import es from './es/retention.json' with { type: 'json' };
import { withNone } from './none.ts';

/** The sentences of the city's record of processing, which screens do not load. Catalan defines the keys. */
export const RETENTION_SENTENCES = { ca, es, en } satisfies Record<WorkingLanguage, typeof ca>;

const words = createInstance();
words.init({
  resources: Object.fromEntries(
    Object.entries(RETENTION_SENTENCES).map(([language, retention]) => [language, { retention: withNone(retention) }]),
  ),
  ns: ['retention'],
  defaultNS: 'retention',
  fallbackLng: 'ca',
  initAsync: false,
  // No escaping, because Markdown and plain text are no HTML.
  interpolation: { escapeValue: false },
});

/** A retention period in words, in days from an event on: `retentionTerm('ca', 'receipt', 90)`. */
export const retentionTerm = (
  language: WorkingLanguage,
  from: 'service-day' | 'receipt' | 'act' | 'withdrawal',
  days: number,
): string => words.getFixedT(language, 'retention')(`terms.${from}`, { count: days });
