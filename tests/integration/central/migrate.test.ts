import { describe, expect, it, onTestFinished } from 'vitest';
import type { Database } from '../../../src-central/database/database.ts';
import { MIGRATE, migrate } from '../../../src-central/database/migrate.ts';
import { MIGRATIONS } from '../../../src-central/database/migrations/index.ts';
import { openPostgres } from '../../../src-central/database/postgres.ts';
import { sharedPostgres } from '../../support/postgres.ts';

const postgres = sharedPostgres();

function open(url: string): Database {
  const database = openPostgres(url, { connections: 2, onTrouble: () => {} });
  onTestFinished(() => database.close());
  return database;
}

describe('the schema of the centre', () => {
  it('is made once, even if many replicas start together', async () => {
    const newest = MIGRATIONS.length;
    // The test repeats, because the replicas collide at a different row of PostgreSQL's catalogue each time.
    for (let round = 0; round < 3; round += 1) {
      const url = await postgres.newEmptyDatabase();
      const done = await Promise.all(Array.from({ length: 5 }, () => migrate(open(url))));
      expect(done.filter(({ from }) => from === 0)).toEqual([{ from: 0, to: newest }]);
      expect(done.filter(({ from }) => from === newest)).toHaveLength(4);
    }
  });

  it('is waited for while another replica makes it, even beyond the time limit of a transaction', async () => {
    const url = await postgres.newDatabase();
    const lockTimeoutMs = 50;
    const database = openPostgres(url, { connections: 1, onTrouble: () => {}, lockTimeoutMs });
    onTestFinished(() => database.close());
    const other = open(url);
    const isHeld = Promise.withResolvers<void>();
    const mayEnd = Promise.withResolvers<void>();
    const maker = other.transaction(async (queries) => {
      await queries.query(MIGRATE.lock);
      isHeld.resolve();
      await mayEnd.promise;
    });
    await isHeld.promise;
    let isOver = false;
    const over = () => {
      isOver = true;
    };
    const migrated = migrate(database);
    migrated.then(over, over);
    const waits = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
      AND clock_timestamp() - query_start > interval '${4 * lockTimeoutMs} milliseconds'`;
    while (!isOver && (await other.query(waits)).length === 0);
    mayEnd.resolve();
    await maker;
    expect(await migrated).toEqual({ from: MIGRATIONS.length, to: MIGRATIONS.length });
  });

  it('is left alone by an older release', async () => {
    const database = open(await postgres.newDatabase());
    await database.query('UPDATE schema_version SET version = 1000');
    expect(await migrate(database)).toEqual({ from: 1000, to: 1000 });
  });

  it('keeps values unchanged: whole numbers, days and instants', async () => {
    const database = open(await postgres.newDatabase());
    const rows = await database.query(
      `SELECT 9007199254740991::bigint AS big, date '2026-11-25' AS day, '2026-11-25T10:00:00.250+01:00'::timestamptz AS at`,
    );
    expect(rows).toEqual([{ big: 9007199254740991, day: '2026-11-25', at: '2026-11-25T09:00:00.250Z' }]);
  });
});
