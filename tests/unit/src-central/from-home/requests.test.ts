import { expect, test } from 'vitest';
import type { Database } from '../../../../src-central/database/database.ts';
import { askTurn, TURN_REQUESTS } from '../../../../src-central/from-home/requests.ts';
import { CityId, OfficeId } from '../../../../src-main/contract/shared/ids.ts';

test('a form sent again, or for a service that is not offered, locks no office', async () => {
  const nowMs = Date.parse('2026-11-25T10:00:00Z');
  let asked = true;
  const database = {
    async query<Row>(sql: string): Promise<Row[]> {
      if (sql !== TURN_REQUESTS.read || !asked) return [];
      const row = { officeId: 'oac', askedAt: new Date(nowMs).toISOString(), followToken: null, notGiven: null };
      return [row as Row];
    },
    transaction: () => Promise.reject(new Error('the office was locked')),
    close: async () => undefined,
  } satisfies Database;
  const place = { cityId: CityId.parse('terrassa'), officeId: OfficeId.parse('oac') };
  const wanted = { requestId: 'one', serviceId: 'padro', language: 'ca' as const, visitor: 'v' };
  const parts = { database, clock: { nowMs: () => nowMs } };
  expect(await askTurn(parts, place, wanted)).toBe('asked-before');
  asked = false;
  expect(await askTurn(parts, place, wanted)).toBe('not-offered');
});
