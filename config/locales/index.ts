import { createInstance, type TFunction } from 'i18next';
import { type Language, languageRow, type WorkingLanguage } from '../languages.ts';
import type { ALARM_SENTENCES } from './alarm-words.ts';
import type { BOOKINGS_SENTENCES } from './bookings-words.ts';
import caScreen from './ca/screen.json' with { type: 'json' };
import type { CENTRE_PAGE_SENTENCES } from './centre-page-words.ts';
import {
  type CITIZENS_SENTENCES,
  type CONTACT_SENTENCES,
  LATER_SCREENS,
  type TICKET_SENTENCES,
} from './citizens-sentences.ts';
import type { CITY_SENTENCES } from './city-words.ts';
import enScreen from './en/screen.json' with { type: 'json' };
import esScreen from './es/screen.json' with { type: 'json' };
import type { FIGURES_SENTENCES } from './figures-words.ts';
import { isolated, joined } from './joined.ts';
import { withNone } from './none.ts';
import type { OFFICE_PAGE_SENTENCES } from './office-page-words.ts';
import type { PEOPLE_SENTENCES } from './people-words.ts';
import type { RETENTION_SENTENCES } from './retention-words.ts';
import type { STAFF_SENTENCES } from './staff-sentences.ts';
import type { STICK_SENTENCES } from './stick-words.ts';
import type { TWIN_SENTENCES } from './twin-words.ts';

const catalan = { screen: caScreen };

type StaffWords = (typeof STAFF_SENTENCES)['ca'];
/** Catalan defines the keys. Another language has the same keys, except for its plural forms. */
type Words = typeof catalan & StaffWords;
export type Namespace = keyof Words;

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'screen';
    resources: Words & {
      ticket: (typeof TICKET_SENTENCES)['ca'];
      city: Awaited<ReturnType<(typeof CITY_SENTENCES)['ca']>>['city'];
      office: Awaited<ReturnType<(typeof OFFICE_PAGE_SENTENCES)['ca']>>['office'];
      centre: Awaited<ReturnType<(typeof CENTRE_PAGE_SENTENCES)['ca']>>['centre'];
      bookings: Awaited<ReturnType<(typeof BOOKINGS_SENTENCES)['ca']>>;
      figures: Awaited<ReturnType<(typeof FIGURES_SENTENCES)['ca']>>;
      retention: (typeof RETENTION_SENTENCES)['ca'];
      alarms: (typeof ALARM_SENTENCES)['ca'];
      people: (typeof PEOPLE_SENTENCES)['ca'];
      contact: (typeof CONTACT_SENTENCES)['ca'];
      citizens: (typeof CITIZENS_SENTENCES)['ca'];
      twin: (typeof TWIN_SENTENCES)['ca'];
      stick: (typeof STICK_SENTENCES)['ca'];
    };
  }
}

/** Sentences with plural forms are left out, because the forms differ by language; a test compares them. */
type Sentences<W> = {
  readonly [K in keyof W as K extends `${string}_${Intl.LDMLPluralRule | 'none'}` ? never : K]: W[K] extends string
    ? string
    : Sentences<W[K]>;
};
type Later = () => Promise<{ readonly default: Sentences<Words['screen']> }>;

const later: Readonly<Partial<Record<Language, Later>>> = LATER_SCREENS;

/**
 * Adds invisible marks: in compound words they prevent line breaks, and in right-to-left sentences they keep values from being reordered.
 */
function forScreens<Own>(sentences: Own, { isRightToLeft = false } = {}): Own {
  const write = (value: unknown): unknown =>
    typeof value === 'string' ? joined(isRightToLeft ? isolated(value) : value) : value;
  return JSON.parse(JSON.stringify(withNone(sentences)), (_key, value: unknown) => write(value)) as Own;
}

const resources = {
  ca: forScreens(catalan),
  es: { screen: forScreens(esScreen) },
  en: { screen: forScreens(enScreen) },
} satisfies Record<WorkingLanguage, typeof catalan>;

const words = createInstance();
words.init({
  resources,
  ns: Object.keys(catalan),
  defaultNS: 'screen',
  fallbackLng: 'ca',
  initAsync: false,
  // Preact escapes the text of screens, and paper needs no escaping.
  interpolation: { escapeValue: false },
});

/** True once the citizens' sentences of the language are loaded: for working languages from the start, for others by `fetchWords`. */
export const hasWords = (language: Language): boolean => words.hasResourceBundle(language, 'screen');

/** @throws the error of the import, if the file cannot be loaded */
export async function fetchWords(language: Language): Promise<void> {
  const fetch = later[language];
  if (fetch === undefined || hasWords(language)) return;
  const { default: sentences } = await fetch();
  const isRightToLeft = languageRow(language).direction === 'rtl';
  words.addResourceBundle(language, 'screen', forScreens(sentences, { isRightToLeft }));
}

/** True once the sentences for technicians and staff are loaded. */
export const hasStaffWords = (): boolean => words.hasResourceBundle('ca', 'technician');

export function addStaffWords(sentences: typeof STAFF_SENTENCES): void {
  for (const [language, namespaces] of Object.entries(sentences))
    for (const [namespace, own] of Object.entries(namespaces))
      words.addResourceBundle(language, namespace, withNone(own));
}

/** @throws the error of the import, if the file cannot be loaded */
export async function fetchStaffWords(): Promise<void> {
  if (hasStaffWords()) return;
  const { STAFF_SENTENCES: sentences } = await import('./staff-sentences.ts');
  addStaffWords(forScreens(sentences));
}

/**
 * Returns the translator of a namespace: `t(key, variables)`. Sentences of the screens are Catalan until the language has been loaded; the
 * staff's sentences must be loaded first. Plurals follow CLDR.
 */
export function createTranslator(language: Language, namespace: 'screen'): TFunction<'screen'>;
export function createTranslator<N extends Namespace>(language: WorkingLanguage, namespace: N): TFunction<N>;
export function createTranslator<N extends Namespace>(language: Language, namespace: N): TFunction<N> {
  return words.getFixedT(language, namespace);
}

/**
 * Returns a sentence of the screens with its placeholders; `null`: there is no such sentence, or the language is not loaded yet. The key of
 * a sentence with plurals ends with the plural form; `_zero` is the form for 0.
 */
export function shownSentence(language: Language, key: string): string | null {
  const sentence: unknown = words.getResource(language, 'screen', key);
  return typeof sentence === 'string' ? sentence.replace(/[\u2060\u2068\u2069]/g, '') : null;
}
