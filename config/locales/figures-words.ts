import type { TFunction } from 'i18next';
import type { WorkingLanguage } from '../languages.ts';
import { addCityWords, cityWordsIn } from './city-words.ts';

/** The sentences of the pages of figures. Each language is loaded on demand. Catalan defines the keys. */
export const FIGURES_SENTENCES = {
  ca: async () => (await import('./ca/figures.json', { with: { type: 'json' } })).default,
  es: async () => (await import('./es/figures.json', { with: { type: 'json' } })).default,
  en: async () => (await import('./en/figures.json', { with: { type: 'json' } })).default,
} satisfies Record<WorkingLanguage, () => Promise<unknown>>;

export async function fetchFiguresWords(language: WorkingLanguage): Promise<void> {
  addCityWords(language, { figures: await FIGURES_SENTENCES[language]() });
}

/** `fetchFiguresWords` must have loaded the language. */
export const figuresTranslator = (language: WorkingLanguage): TFunction<'figures'> => cityWordsIn(language, 'figures');

/** The sentences of the simulated office (twin). Each language is loaded on demand. */
const TWIN = {
  ca: async () => (await import('./ca/twin.json', { with: { type: 'json' } })).default,
  es: async () => (await import('./es/twin.json', { with: { type: 'json' } })).default,
  en: async () => (await import('./en/twin.json', { with: { type: 'json' } })).default,
} satisfies Record<WorkingLanguage, () => Promise<unknown>>;

/** @throws the error of the import, if a file cannot be loaded */
export async function fetchTwinWords(language: WorkingLanguage): Promise<void> {
  addCityWords(language, { twin: await TWIN[language]() });
}

/** `fetchTwinWords` must have loaded the language. */
export const twinTranslator = (language: WorkingLanguage): TFunction<'twin'> => cityWordsIn(language, 'twin');
