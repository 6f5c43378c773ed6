import type { ServerResponse } from 'node:http';
import { PassThrough } from 'node:stream';
import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { followCity } from '../../../../src-central/city/follow-city.ts';
import type { Centre } from '../../../../src-central/replica-context.ts';
import { CityId } from '../../../../src-main/contract/shared/ids.ts';

test('a city whose data cannot be read keeps no other city from hearing its revision', async () => {
  const [broken, whole] = [CityId.parse('manresa'), CityId.parse('terrassa')];
  const database = {
    query: async (_sql: string, [cityId]: unknown[]) => {
      if (cityId === broken) throw new Error('cannot be read');
      return [];
    },
  };
  const parts = { database, clock: { nowMs: () => 0 }, logger: pino({ level: 'silent' }) } as unknown as Centre;
  const stream = followCity(parts);
  const pageOf = (cityId: CityId) => {
    const page = new PassThrough();
    const answer = page as unknown as ServerResponse;
    stream.begin({ cityId, officeIds: null } as Parameters<typeof stream.begin>[0], answer);
    onTestFinished(() => stream.end(answer));
    return page;
  };
  pageOf(broken);
  let heard = '';
  for await (const chunk of pageOf(whole)) {
    heard += String(chunk);
    if (heard.includes('event: revision')) break;
  }
  expect(heard).toMatch(/^:\n\nevent: revision\n/);
});
