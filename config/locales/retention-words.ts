import { createInstance } from 'i18next';
import type { WorkingLanguage } from '../../src-main/domain/languages.ts';
import ca from './ca/retention.json' with { type: 'json' };
import en from './en/retention.json' with { type: 'json' };
import es from './es/retention.json' with { type: 'json' };

/** Of the city's record of processing; these sentences stay out of what the screens load. Catalan decides which there are. */
export const RETENTION_SENTENCES = { ca, es, en } satisfies Record<WorkingLanguage, typeof ca>;

const words = createInstance();
words.init({
  resources: Object.fromEntries(
    Object.entries(RETENTION_SENTENCES).map(([language, retention]) => [language, { retention }]),
  ),
  ns: ['retention'],
  defaultNS: 'retention',
  fallbackLng: 'ca',
  initAsync: false,
  // Neither Markdown nor plain text is HTML.
  interpolation: { escapeValue: false },
});

/** How long something is kept, in days from then on: `retentionTerm('ca', 'receipt', 90)`. */
export const retentionTerm = (
  language: WorkingLanguage,
  from: 'service-day' | 'receipt' | 'act' | 'withdrawal',
  days: number,
): string => words.getFixedT(language, 'retention')(`terms.${from}`, { count: days });
