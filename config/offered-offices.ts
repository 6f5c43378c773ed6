import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { OfficeId } from '../src-main/contract/shared/ids.ts';
import { loadOffice } from './load.ts';

/** Every office shipped in `offices/` of `configDir` whose profile can be used, by name. */
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
