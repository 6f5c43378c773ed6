import { createInstance } from 'i18next';
import type { WorkingLanguage } from '../languages.ts';
import ca from './ca/retention.json' with { type: 'json' };
import en from './en/retention.json' with { type: 'json' };
import es from './es/retention.json' with { type: 'json' };
import { withNone } from './none.ts';

/** The sentences of the city's record of processing, which the kiosk's screens do not load. Catalan defines the keys. */
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
  // Markdown and plain text need no escaping.
  interpolation: { escapeValue: false },
});

/** Writes a retention period, in days since an event, in words: `retentionTerm('ca', 'receipt', 90)`. */
export const retentionTerm = (
  language: WorkingLanguage,
  from: 'service-day' | 'receipt' | 'act' | 'withdrawal',
  days: number,
): string => words.getFixedT(language, 'retention')(`terms.${from}`, { count: days });
