import type { TFunction } from 'i18next';
import type { WorkingLanguage } from '../languages.ts';
import { addCityWords, cityWordsIn } from './city-words.ts';

/**
 * The sentences of the pages about one office. `technician.json` is included, because these pages name the fields of a profile as the
 * kiosk's screens do. Each language is loaded on demand. Catalan defines the keys.
 */
export const OFFICE_PAGE_SENTENCES = {
  async ca() {
    const [office, technician] = await Promise.all([
      import('./ca/office.json', { with: { type: 'json' } }),
      import('./ca/technician.json', { with: { type: 'json' } }),
    ]);
    return { office: office.default, technician: technician.default };
  },
  async es() {
    const [office, technician] = await Promise.all([
      import('./es/office.json', { with: { type: 'json' } }),
      import('./es/technician.json', { with: { type: 'json' } }),
    ]);
    return { office: office.default, technician: technician.default };
  },
  async en() {
    const [office, technician] = await Promise.all([
      import('./en/office.json', { with: { type: 'json' } }),
      import('./en/technician.json', { with: { type: 'json' } }),
    ]);
    return { office: office.default, technician: technician.default };
  },
} satisfies Record<WorkingLanguage, () => Promise<unknown>>;

/** @throws the error of the import, if a file cannot be loaded */
export async function fetchOfficePageWords(language: WorkingLanguage): Promise<void> {
  addCityWords(language, await OFFICE_PAGE_SENTENCES[language]());
}

/** `fetchOfficePageWords` must have loaded the language. */
export const officeTranslator = (language: WorkingLanguage): TFunction<'office'> => cityWordsIn(language, 'office');
export const technicianTranslator = (language: WorkingLanguage): TFunction<'technician'> =>
  cityWordsIn(language, 'technician');
