import type { WorkingLanguage } from '../languages.ts';
import { addCityWords } from './city-words.ts';

/**
 * The sentences of the pages about the centre itself. The files of alarms and retention are included, because these pages name kinds of
 * troubles and classes of data. Each language is loaded on demand. Catalan defines the keys.
 */
export const CENTRE_PAGE_SENTENCES = {
  async ca() {
    const [centre, alarms, retention] = await Promise.all([
      import('./ca/centre.json', { with: { type: 'json' } }),
      import('./ca/alarms.json', { with: { type: 'json' } }),
      import('./ca/retention.json', { with: { type: 'json' } }),
    ]);
    return { centre: centre.default, alarms: alarms.default, retention: retention.default };
  },
  async es() {
    const [centre, alarms, retention] = await Promise.all([
      import('./es/centre.json', { with: { type: 'json' } }),
      import('./es/alarms.json', { with: { type: 'json' } }),
      import('./es/retention.json', { with: { type: 'json' } }),
    ]);
    return { centre: centre.default, alarms: alarms.default, retention: retention.default };
  },
  async en() {
    const [centre, alarms, retention] = await Promise.all([
      import('./en/centre.json', { with: { type: 'json' } }),
      import('./en/alarms.json', { with: { type: 'json' } }),
      import('./en/retention.json', { with: { type: 'json' } }),
    ]);
    return { centre: centre.default, alarms: alarms.default, retention: retention.default };
  },
} satisfies Record<WorkingLanguage, () => Promise<unknown>>;

/** @throws the error of the import, if a file cannot be loaded */
export async function fetchCentrePageWords(language: WorkingLanguage): Promise<void> {
  addCityWords(language, await CENTRE_PAGE_SENTENCES[language]());
}
