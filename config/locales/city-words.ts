import { createInstance, type TFunction } from 'i18next';
import type { WorkingLanguage } from '../languages.ts';
import { joined } from './joined.ts';
import { withNone } from './none.ts';

/** The sentences of the centre's pages for a city's staff. A page loads only its own language. Catalan defines the keys. */
export const CITY_SENTENCES = {
  async ca() {
    const [city, operator] = await Promise.all([
      import('./ca/city.json', { with: { type: 'json' } }),
      import('./ca/operator.json', { with: { type: 'json' } }),
    ]);
    return { city: city.default, operator: operator.default };
  },
  async es() {
    const [city, operator] = await Promise.all([
      import('./es/city.json', { with: { type: 'json' } }),
      import('./es/operator.json', { with: { type: 'json' } }),
    ]);
    return { city: city.default, operator: operator.default };
  },
  async en() {
    const [city, operator] = await Promise.all([
      import('./en/city.json', { with: { type: 'json' } }),
      import('./en/operator.json', { with: { type: 'json' } }),
    ]);
    return { city: city.default, operator: operator.default };
  },
} satisfies Record<WorkingLanguage, () => Promise<unknown>>;

const words = createInstance();
words.init({
  resources: {},
  ns: ['city', 'operator'],
  defaultNS: 'city',
  fallbackLng: false,
  initAsync: false,
  // Preact escapes all text of a page.
  interpolation: { escapeValue: false },
});

/** @throws the error of the import, if a file cannot be loaded */
export async function fetchCityWords(language: WorkingLanguage): Promise<void> {
  if (!hasCityWords(language, 'city')) addCityWords(language, await CITY_SENTENCES[language]());
}

export function addCityWords(language: WorkingLanguage, sentences: Readonly<Record<string, object>>): void {
  for (const [namespace, own] of Object.entries(sentences)) words.addResourceBundle(language, namespace, written(own));
}

const written = (sentences: object): unknown =>
  JSON.parse(JSON.stringify(withNone(sentences)), (_key, value: unknown) =>
    typeof value === 'string' ? joined(value) : value,
  );

export type CityNamespace =
  | 'city'
  | 'operator'
  | 'office'
  | 'technician'
  | 'centre'
  | 'alarms'
  | 'retention'
  | 'bookings'
  | 'figures'
  | 'twin';

export const hasCityWords = (language: WorkingLanguage, namespace: CityNamespace): boolean =>
  words.hasResourceBundle(language, namespace);

/** Returns the translator of a namespace, which must have been loaded in this language. */
export const cityWordsIn = <N extends CityNamespace>(language: WorkingLanguage, namespace: N): TFunction<N> =>
  words.getFixedT(language, namespace);
export const cityTranslator = (language: WorkingLanguage): TFunction<'city'> => cityWordsIn(language, 'city');
export const operatorTranslator = (language: WorkingLanguage): TFunction<'operator'> =>
  cityWordsIn(language, 'operator');
