import { expect, test } from 'vitest';
import { sharedPostgres } from '../../support/postgres.ts';
import { liveThroughCentre, twinOffices } from './part.ts';

const postgres = sharedPostgres();

test('the centre’s figures of days that the twin simulated equal a second count of their events, and a call a minute late is noticed', async () => {
  const offices = twinOffices().filter(({ part }) => ['oac-dido', 'serveis-socials-d1'].includes(part.officeId));
  const databaseUrl = await postgres.newDatabase();
  const { wrong, noticed, tickets } = await liveThroughCentre({
    days: 5,
    seed: 3,
    offices,
    progress: () => {},
    databaseUrl,
  });
  expect(wrong).toEqual([]);
  expect(noticed).toBeGreaterThan(0);
  expect(tickets).toBeGreaterThan(200);
});
