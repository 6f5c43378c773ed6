import { expect, test } from 'vitest';
import { sharedPostgres } from '../../support/postgres.ts';
import { late, liveThroughCentre, twinOffices } from './part.ts';

const postgres = sharedPostgres();

test('the centre’s figures of days that the twin lived are those of its events counted again, and a call a minute late is noticed', async () => {
  const offices = twinOffices().filter(({ part }) => ['oac-dido', 'casal-ca-naurell'].includes(part.officeId));
  const trial = { days: 8, seed: 3, offices, progress: () => {} };
  const real = await liveThroughCentre({ ...trial, databaseUrl: await postgres.newDatabase() });
  expect(real.wrong).toEqual([]);
  expect(real.tickets).toBeGreaterThan(300);
  const planted = { ...trial, days: 4, offices: offices.slice(0, 1), plant: late };
  const control = await liveThroughCentre({ ...planted, databaseUrl: await postgres.newDatabase() });
  expect(control.wrong.length).toBeGreaterThan(0);
});
