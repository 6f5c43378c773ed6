import { createInstance, type TFunction } from 'i18next';
import type { Language, WorkingLanguage } from '../../src-main/domain/languages.ts';
import caOperator from './ca/operator.json' with { type: 'json' };
import caScreen from './ca/screen.json' with { type: 'json' };
import caTechnician from './ca/technician.json' with { type: 'json' };
import enOperator from './en/operator.json' with { type: 'json' };
import enScreen from './en/screen.json' with { type: 'json' };
import enTechnician from './en/technician.json' with { type: 'json' };
import esOperator from './es/operator.json' with { type: 'json' };
import esScreen from './es/screen.json' with { type: 'json' };
import esTechnician from './es/technician.json' with { type: 'json' };
import type { RETENTION_SENTENCES } from './retention-words.ts';
import type { TICKET_SENTENCES } from './ticket-words.ts';

const catalan = { screen: caScreen, operator: caOperator, technician: caTechnician };

/** Catalan decides which keys there are; every other language has the same. */
type Words = typeof catalan;
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

const resources = {
  ca: catalan,
  es: { screen: esScreen, operator: esOperator, technician: esTechnician },
  en: { screen: enScreen, operator: enOperator, technician: enTechnician },
} satisfies Record<Language, Pick<Words, 'screen'>> & Record<WorkingLanguage, Words>;

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

/** The sentences of one namespace in one language: `t(key, variables)`. Plurals follow CLDR. */
export function createTranslator(language: Language, namespace: 'screen'): TFunction<'screen'>;
export function createTranslator<N extends Namespace>(language: WorkingLanguage, namespace: N): TFunction<N>;
export function createTranslator<N extends Namespace>(language: Language, namespace: N): TFunction<N> {
  return words.getFixedT(language, namespace);
}

type FlatKey = `operator:${keyof Words['operator']}`;

/** One sentence for log or operator, outside any screen: `translate('ca', 'operator:…')`. Paper has `ticket-words.ts`. */
export function translate(
  language: WorkingLanguage,
  key: FlatKey,
  values: Readonly<Record<string, string>> = {},
): string {
  return words.t(key, { lng: language, ...values });
}

/** A sentence of the screens as it is written, with its placeholders; `key` with its plural form. `null` where there is none. */
export function shownSentence(language: Language, key: string): string | null {
  const sentence: unknown = words.getResource(language, 'screen', key);
  return typeof sentence === 'string' ? sentence : null;
}
