import { createInstance } from 'i18next';
import type { WorkingLanguage } from '../languages.ts';
import caAlarms from './ca/alarms.json' with { type: 'json' };
import caFaults from './ca/faults.json' with { type: 'json' };
import caOperator from './ca/operator.json' with { type: 'json' };
import enAlarms from './en/alarms.json' with { type: 'json' };
import enFaults from './en/faults.json' with { type: 'json' };
import enOperator from './en/operator.json' with { type: 'json' };
import esAlarms from './es/alarms.json' with { type: 'json' };
import esFaults from './es/faults.json' with { type: 'json' };
import esOperator from './es/operator.json' with { type: 'json' };
import { withNone } from './none.ts';

/** The sentences of the centre's messages about troubles, which the kiosk's screens do not load. Catalan defines the keys. */
export const ALARM_SENTENCES = { ca: caAlarms, es: esAlarms, en: enAlarms };

const words = createInstance();
words.init({
  resources: {
    ca: { alarms: withNone(caAlarms), operator: caOperator, faults: caFaults },
    es: { alarms: withNone(esAlarms), operator: esOperator, faults: esFaults },
    en: { alarms: withNone(enAlarms), operator: enOperator, faults: enFaults },
  },
  ns: ['alarms', 'operator', 'faults'],
  defaultNS: 'alarms',
  fallbackLng: 'ca',
  initAsync: false,
  // Mail is plain text, so nothing is escaped.
  interpolation: { escapeValue: false },
});

export const alarmWords = <N extends 'alarms' | 'operator' | 'faults'>(language: WorkingLanguage, namespace: N) =>
  words.getFixedT(language, namespace);
