import { expect, test } from 'vitest';
import { createOfficeStates, OFFICE_STATE } from '../../../../src-central/booking/office-state.ts';
import type { Queries } from '../../../../src-central/database/database.ts';
import { CityId, OfficeId } from '../../../../src-main/contract/shared/ids.ts';
import { planOf, TRAMITS } from '../../../support/hours-office.ts';

const cityId = CityId.parse('terrassa');
const nowMs = Date.parse('2026-11-25T09:00:00Z');
const PROFILE = JSON.stringify({
  name: 'Oficina',
  city: 'Terrassa',
  zone: 'Europe/Madrid',
  services: [{ serviceId: TRAMITS, name: { ca: 'Tràmits' } }],
});
const documents: Partial<Record<string, string>> = {
  [OFFICE_STATE.profile]: PROFILE,
  [OFFICE_STATE.plan]: JSON.stringify(planOf(1)),
};
const queries: Queries = {
  query: async <Row>(sql: string) => {
    const document = documents[sql];
    return [document === undefined ? { version: 1, from: '2026-01-01' } : { document }] as Row[];
  },
};

test('an office keeps its plan while thousands of others are read beside it', async () => {
  const read = createOfficeStates();
  const state = await read(queries, { cityId, officeId: OfficeId.parse('oac-1') }, nowMs);
  for (let no = 2; no <= 4_003; no += 1) await read(queries, { cityId, officeId: OfficeId.parse(`oac-${no}`) }, nowMs);
  expect(state?.dayOf('2026-11-26')).not.toBeNull();
});
