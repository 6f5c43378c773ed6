import { createInstance } from 'i18next';
import type { WorkingLanguage } from '../languages.ts';
import ca from './ca/alarms.json' with { type: 'json' };
import en from './en/alarms.json' with { type: 'json' };
import es from './es/alarms.json' with { type: 'json' };
import { withNone } from './none.ts';

/** The sentences of the centre's messages about troubles, which screens do not load. Catalan defines the keys. */
export const ALARM_SENTENCES = { ca, es, en };

const words = createInstance();
words.init({
  resources: Object.fromEntries(
    Object.entries(ALARM_SENTENCES).map(([language, alarms]) => [language, { alarms: withNone(alarms) }]),
  ),
  ns: ['alarms'],
  defaultNS: 'alarms',
  fallbackLng: 'ca',
  initAsync: false,
  // Mail is plain text.
  interpolation: { escapeValue: false },
});

export const alarmWords = (language: WorkingLanguage) => words.getFixedT(language, 'alarms');
