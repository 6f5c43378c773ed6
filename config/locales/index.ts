import { createInstance, type TFunction } from 'i18next';
import { type Language, languageRow, type WorkingLanguage } from '../../src-main/domain/languages.ts';
import caScreen from './ca/screen.json' with { type: 'json' };
import enScreen from './en/screen.json' with { type: 'json' };
import esScreen from './es/screen.json' with { type: 'json' };
import type { RETENTION_SENTENCES } from './retention-words.ts';
import type { STAFF_SENTENCES } from './staff-sentences.ts';
import type { TICKET_SENTENCES } from './ticket-words.ts';

const catalan = { screen: caScreen };

type StaffWords = (typeof STAFF_SENTENCES)['ca'];
/** Catalan decides which keys there are; every other language has the same. */
type Words = typeof catalan & StaffWords;
export type Namespace = keyof Words;

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'screen';
    resources: Words & {
      ticket: (typeof TICKET_SENTENCES)['ca'];
      retention: (typeof RETENTION_SENTENCES)['ca'];
    };
  }
}

/** The sentences that say the same however many there are; those that count have the forms of their language, which a test compares. */
type Sentences<W> = {
  readonly [K in keyof W as K extends `${string}_${Intl.LDMLPluralRule}` ? never : K]: W[K] extends string
    ? string
    : Sentences<W[K]>;
};
type Later = () => Promise<{ readonly default: Sentences<Words['screen']> }>;

/** What citizens alone read comes when one of them asks for it: the first screen waits for three languages, not for nine. */
const LATER = {
  fr: () => import('./fr/screen.json', { with: { type: 'json' } }),
  ar: () => import('./ar/screen.json', { with: { type: 'json' } }),
  ur: () => import('./ur/screen.json', { with: { type: 'json' } }),
  ro: () => import('./ro/screen.json', { with: { type: 'json' } }),
  uk: () => import('./uk/screen.json', { with: { type: 'json' } }),
  'zh-Hans': () => import('./zh-Hans/screen.json', { with: { type: 'json' } }),
} satisfies Record<Exclude<Language, WorkingLanguage>, Later>;
const later: Readonly<Partial<Record<Language, Later>>> = LATER;

/** A line never ends behind a hyphen inside a word: `Acosteu-lo`. */
const joined = (sentence: string): string => sentence.replace(/(?<=\p{L})-(?=\p{L})/gu, '-\u2060');
/** A value in a sentence that runs from right to left keeps its own direction: a label, a telephone, a range of hours. */
const isolated = (sentence: string): string => sentence.replace(/\{\{(?!count\})\w+\}\}/g, '\u2068$&\u2069');
/** Each sentence as a screen writes it, with the marks that no reader sees. */
function forScreens<Own>(sentences: Own, { isRightToLeft = false } = {}): Own {
  const write = (value: unknown): unknown =>
    typeof value === 'string' ? joined(isRightToLeft ? isolated(value) : value) : value;
  return JSON.parse(JSON.stringify(sentences), (_key, value: unknown) => write(value)) as Own;
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
  // Preact escapes what a screen shows; paper is no HTML.
  interpolation: { escapeValue: false },
});

/** Whether the sentences for citizens are here; `fetchWords` brings them. */
export const hasWords = (language: Language): boolean => words.hasResourceBundle(language, 'screen');

/** @throws whatever the import of a file throws that cannot be read */
export async function fetchWords(language: Language): Promise<void> {
  const fetch = later[language];
  if (fetch === undefined || hasWords(language)) return;
  const { default: sentences } = await fetch();
  const isRightToLeft = languageRow(language).direction === 'rtl';
  words.addResourceBundle(language, 'screen', forScreens(sentences, { isRightToLeft }));
}

/** Whether what technicians and staff read is here; `fetchStaffWords` brings it. */
export const hasStaffWords = (): boolean => words.hasResourceBundle('ca', 'technician');

export function addStaffWords(sentences: typeof STAFF_SENTENCES): void {
  for (const [language, namespaces] of Object.entries(sentences))
    for (const [namespace, own] of Object.entries(namespaces)) words.addResourceBundle(language, namespace, own);
}

/** @throws whatever the import of a file throws that cannot be read */
export async function fetchStaffWords(): Promise<void> {
  if (hasStaffWords()) return;
  const { STAFF_SENTENCES: sentences } = await import('./staff-sentences.ts');
  addStaffWords(forScreens(sentences));
}

/** The sentences of one namespace in one language, Catalan while they are not here: `t(key, variables)`. Plurals follow CLDR. */
export function createTranslator(language: Language, namespace: 'screen'): TFunction<'screen'>;
export function createTranslator<N extends Namespace>(language: WorkingLanguage, namespace: N): TFunction<N>;
export function createTranslator<N extends Namespace>(language: Language, namespace: N): TFunction<N> {
  return words.getFixedT(language, namespace);
}

/** A sentence of the screens as it is written, with its placeholders; `key` with its plural form. `null` where there is none. */
export function shownSentence(language: Language, key: string): string | null {
  const sentence: unknown = words.getResource(language, 'screen', key);
  return typeof sentence === 'string' ? sentence.replace(/[\u2060\u2068\u2069]/g, '') : null;
}
