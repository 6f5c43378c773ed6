import { expect, test } from 'vitest';
import { shareReadings } from '../../../../src-central/city/shared-readings.ts';
import type { Database } from '../../../../src-central/database/database.ts';
import { CityId, OfficeId } from '../../../../src-main/contract/shared/ids.ts';

const cityId = CityId.parse('terrassa');
const whole = { cityId, officeIds: null };

/** A database that answers when the test says so; `begun` has the parameters of each query that began. */
function heldDatabase() {
  const begun: unknown[][] = [];
  const held: (() => void)[] = [];
  const query = async (sql: string, values: readonly unknown[] = []) => {
    if (!sql.includes('FROM kiosk\n')) return [];
    begun.push([...values]);
    await new Promise<void>((resolve) => void held.push(resolve));
    return [];
  };
  const database = { query } as unknown as Database;
  function release(): void {
    for (const resolve of held.splice(0)) resolve();
  }
  return { database, begun, release };
}

test('all callers during a reading share the next reading, which begins after they asked', async () => {
  const { database, begun, release } = heldDatabase();
  const read = shareReadings({ database, clock: { nowMs: () => 0 } });
  const first = read(whole);
  const later = Array.from({ length: 200 }, () => read(whole));
  expect(begun).toHaveLength(1);
  release();
  await first;
  await expect.poll(() => begun.length).toBe(2);
  release();
  const readings = await Promise.all(later);
  expect(begun).toHaveLength(2);
  expect(new Set(readings.map(({ body }) => body)).size).toBe(1);
  expect(readings[0]).not.toBe(await first);
});

test('people of one office or of none never share a reading with people of the whole city', async () => {
  const { database, begun, release } = heldDatabase();
  const read = shareReadings({ database, clock: { nowMs: () => 0 } });
  const all = [null, [OfficeId.parse('biblioteca')], []].map((officeIds) => read({ cityId, officeIds }));
  expect(begun).toEqual([
    [cityId, null],
    [cityId, ['biblioteca']],
    [cityId, []],
  ]);
  release();
  await Promise.all(all);
});

test('after a reading that failed the next one is made', async () => {
  let isDown = true;
  const query = async () => {
    if (isDown) throw new Error('no connection');
    return [];
  };
  const read = shareReadings({ database: { query } as unknown as Database, clock: { nowMs: () => 0 } });
  const both = await Promise.allSettled([read(whole), read(whole)]);
  expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  isDown = false;
  await expect(read(whole)).resolves.toMatchObject({ body: { kiosks: [], offices: [] } });
});
