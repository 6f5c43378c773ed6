import { createInstance } from 'i18next';
import type { WorkingLanguage } from '../languages.ts';
import ca from './ca/twin.json' with { type: 'json' };
import en from './en/twin.json' with { type: 'json' };
import es from './es/twin.json' with { type: 'json' };
import { withNone } from './none.ts';

/** The sentences of the report on a simulated office (twin), which the kiosk's screens do not load. Catalan defines the keys. */
export const TWIN_SENTENCES = { ca, es, en } satisfies Record<WorkingLanguage, typeof ca>;

const words = createInstance();
words.init({
  resources: Object.fromEntries(
    Object.entries(TWIN_SENTENCES).map(([language, twin]) => [language, { twin: withNone(twin) }]),
  ),
  ns: ['twin'],
  defaultNS: 'twin',
  fallbackLng: 'ca',
  initAsync: false,
  // The program that renders the page escapes all text.
  interpolation: { escapeValue: false },
});

export const twinWords = (language: WorkingLanguage) => words.getFixedT(language, 'twin');
