import { createInstance, type TFunction } from 'i18next';
import type { WorkingLanguage } from '../languages.ts';
import ca from './ca/stick.json' with { type: 'json' };
import en from './en/stick.json' with { type: 'json' };
import es from './es/stick.json' with { type: 'json' };

/** The sentences of the USB stick's boot menu and of its programs, which no kiosk loads. Catalan defines the keys. */
export const STICK_SENTENCES = { ca, es, en } satisfies Record<WorkingLanguage, typeof ca>;

export type StickWords = TFunction<'stick'>;

const words = createInstance();
words.init({
  resources: Object.fromEntries(Object.entries(STICK_SENTENCES).map(([language, stick]) => [language, { stick }])),
  ns: ['stick'],
  defaultNS: 'stick',
  fallbackLng: 'ca',
  initAsync: false,
  // A console shows text as it is, so nothing is escaped.
  interpolation: { escapeValue: false },
});

export const stickWords = (language: WorkingLanguage): StickWords => words.getFixedT(language, 'stick');
