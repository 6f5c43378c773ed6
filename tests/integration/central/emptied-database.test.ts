import pg from 'pg';
import { expect, test } from 'vitest';
import { makePristine, readPristine, sharedPostgres } from '../../support/postgres.ts';
import { startTestCentre } from '../../support/test-centre.ts';

const postgres = sharedPostgres();

test('a database that one test has used is emptied for the next, unless it is in use or its tables have changed', async () => {
  const databaseUrl = await postgres.newDatabase();
  const pristine = await readPristine(databaseUrl);
  expect(pristine.filled.toSorted()).toEqual(['centre', 'schema_version']);
  const centre = await startTestCentre(databaseUrl);
  await centre.enrol(1);
  expect(await makePristine(databaseUrl, pristine)).toBe(false);
  await centre.stop();
  const client = new pg.Client({ connectionString: databaseUrl });
  // A database with an open session is not emptied. `poll` waits, because PostgreSQL ends a session only a moment after
  // its connection was closed.
  await expect.poll(() => makePristine(databaseUrl, pristine)).toBe(true);
  expect(await makePristine(databaseUrl, { ...pristine, shape: 'another' })).toBe(false);
  await client.connect();
  expect(await readPristine(databaseUrl)).toEqual(pristine);
  await client.query('ALTER TABLE office ADD COLUMN planted int');
  expect((await readPristine(databaseUrl)).shape).not.toBe(pristine.shape);
  await client.query('DROP TABLE schema_version');
  await client.end();
  await expect.poll(() => makePristine(databaseUrl, pristine)).toBe(false);
});
