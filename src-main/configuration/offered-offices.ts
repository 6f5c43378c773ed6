import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { LANGUAGES, type Language } from '../../config/languages.ts';
import { checkReviews } from '../../config/translations/review.ts';
import type { OfficeId } from '../contract/shared/ids.ts';
import { loadOffice } from './load.ts';

/** Every usable office shipped in `offices/` of `configDir`, sorted by name. */
export function listOffices(configDir: string): { officeId: OfficeId; name: string; address: string }[] {
  const folder = join(configDir, 'offices');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .flatMap((name) => {
      const office = loadOffice({ profileFile: join(folder, name), configDir });
      return office.ok ? [office.value.profile] : [];
    })
    .map(({ officeId, name, address }) => ({ officeId, name, address }))
    .sort((one, other) => one.name.localeCompare(other.name, 'ca'));
}

export function offeredToOffices(configDir: string): { themes: string[]; logos: string[]; unreviewed: Language[] } {
  const named = (folder: string, ending: string): string[] => {
    const path = join(configDir, folder);
    const files = existsSync(path) ? readdirSync(path) : [];
    return files.flatMap((file) => (file.endsWith(ending) ? basename(file, ending) : [])).sort();
  };
  return {
    themes: named('themes', '.json'),
    logos: named('logos', '.png'),
    unreviewed: LANGUAGES.filter((language) => !checkReviews([language], configDir).ok),
  };
}
