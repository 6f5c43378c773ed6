import { createInstance } from 'i18next';
import type { WorkingLanguage } from '../languages.ts';
import ca from './ca/people.json' with { type: 'json' };
import en from './en/people.json' with { type: 'json' };
import es from './es/people.json' with { type: 'json' };
import { withNone } from './none.ts';

/** The sentences of the sign-in at the centre, which the kiosk's screens do not load. Catalan defines the keys. */
export const PEOPLE_SENTENCES = { ca, es, en } satisfies Record<WorkingLanguage, typeof ca>;

type PluralSuffix = `_${Intl.LDMLPluralRule}`;
type WithoutSuffix<K extends string> = K extends `${infer Base}${PluralSuffix}` ? Base : K;
type KeysOf<Words> = {
  [K in keyof Words & string]: Words[K] extends string ? WithoutSuffix<K> : `${K}.${KeysOf<Words[K]>}`;
}[keyof Words & string];
export type PeopleSentence = KeysOf<typeof ca>;

const words = createInstance();
words.init({
  resources: Object.fromEntries(
    Object.entries(PEOPLE_SENTENCES).map(([language, people]) => [language, { people: withNone(people) }]),
  ),
  ns: ['people'],
  defaultNS: 'people',
  fallbackLng: 'ca',
  initAsync: false,
  // The program that renders the pages escapes all text.
  interpolation: { escapeValue: false },
});

export const peopleText = (
  language: WorkingLanguage,
  key: PeopleSentence,
  values: Readonly<Record<string, string | number>> = {},
): string => words.getFixedT(language, 'people')(key, values);
