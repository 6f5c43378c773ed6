import { expect, test } from 'vitest';
import { runCentreOf } from './run.ts';

test('three replicas killed six times, PostgreSQL once and two cut migrations leave every event once and no change skipped', async () => {
  const options = { kills: 6, databaseKillEvery: 5, seed: 1, kiosks: 8, cutsMigrations: true };
  const { complaints, events, changes, databaseKills, migrationsCut } = await runCentreOf(options);
  expect(complaints).toEqual([]);
  expect({ databaseKills, migrationsCut }).toEqual({ databaseKills: 1, migrationsCut: 2 });
  expect(events).toBeGreaterThan(300);
  expect(changes).toBeGreaterThan(10);
});
