import type { TFunction } from 'i18next';
import type { WorkingLanguage } from '../languages.ts';
import { addCityWords, cityWordsIn } from './city-words.ts';

/**
 * The sentences of the pages on which staff make bookings and plan the bookable times. Each language is loaded on demand. Catalan defines
 * the keys.
 */
export const BOOKINGS_SENTENCES = {
  ca: async () => (await import('./ca/bookings.json', { with: { type: 'json' } })).default,
  es: async () => (await import('./es/bookings.json', { with: { type: 'json' } })).default,
  en: async () => (await import('./en/bookings.json', { with: { type: 'json' } })).default,
} satisfies Record<WorkingLanguage, () => Promise<unknown>>;

/** @throws the error of the import, if a file cannot be loaded */
export async function fetchBookingsWords(language: WorkingLanguage): Promise<void> {
  addCityWords(language, { bookings: await BOOKINGS_SENTENCES[language]() });
}

/** `fetchBookingsWords` must have loaded the language. */
export const bookingsTranslator = (language: WorkingLanguage): TFunction<'bookings'> =>
  cityWordsIn(language, 'bookings');
