import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { MIGRATE } from '../../../src-central/database/migrate.ts';
import { MIGRATIONS } from '../../../src-central/database/migrations/index.ts';
import { openPostgres } from '../../../src-central/database/postgres.ts';
import { pathOf } from '../../../src-main/contract/centre/operations.ts';
import { type CentreProcess, startCentreProcess } from '../../support/centre-process.ts';
import { newKeyFile } from '../../support/key-file.ts';
import { killedPostgres, sharedPostgres } from '../../support/postgres.ts';
import { startTestCentre, terrassa } from '../../support/test-centre.ts';

const postgres = sharedPostgres();
const killed = killedPostgres();

async function startReplica(databaseUrl: string): Promise<CentreProcess> {
  const replica = await startCentreProcess({ DATABASE_URL: databaseUrl, CENTRE_KEY_FILE: newKeyFile() });
  onTestFinished(() => replica.stop());
  return replica;
}

async function textOf(url: string, path: string): Promise<string> {
  return (await (await fetch(`${url}${path}`)).text()).trim();
}

async function untilSays(url: string, state: string): Promise<void> {
  while ((await textOf(url, '/health/ready')) !== state) await pause(20);
}

const kioskList = async (url: string) => (await fetch(`${url}${pathOf('listKiosks', { cityId: terrassa })}`)).status;

describe('a replica without its database', () => {
  it('starts, is live, answers 503, and is ready whenever the database is there, any number of times', async () => {
    const server = await killed();
    const databaseUrl = await server.newEmptyDatabase();
    await server.kill();
    const replica = await startReplica(databaseUrl);
    for (let time = 0; time < 2; time += 1) {
      expect(await textOf(replica.url, '/health/live')).toBe('live');
      await untilSays(replica.url, 'store-unreachable');
      expect(await kioskList(replica.url)).toBe(503);
      await server.start();
      await untilSays(replica.url, 'ready');
      expect(await kioskList(replica.url)).toBe(401);
      await server.kill();
    }
    expect(replica.said.at(-1)).toBe(`The centre listens at ${replica.url}`);
    await replica.stop('SIGTERM');
    expect(await replica.ended).toBe(0);
  });

  it('ends at SIGTERM while it waits', async () => {
    const server = await killed();
    const databaseUrl = await server.newEmptyDatabase();
    await server.kill();
    const replica = await startReplica(databaseUrl);
    await replica.stop('SIGTERM');
    expect(await replica.ended).toBe(0);
    expect(replica.said).toEqual([]);
  });

  it('waits at a standby, and is ready once that is promoted', async () => {
    const server = await killed();
    const databaseUrl = await server.newDatabase();
    const standby = await server.newStandby();
    onTestFinished(() => standby.stop());
    const replica = await startReplica(standby.urlOf(databaseUrl));
    expect(await textOf(replica.url, '/health/ready')).toBe('store-read-only');
    expect(await kioskList(replica.url)).toBe(503);
    await standby.promote();
    await untilSays(replica.url, 'ready');
    expect(await kioskList(replica.url)).toBe(401);
  });
});

describe('readiness', () => {
  it('names an older schema, and accepts a newer one', async () => {
    const databaseUrl = await postgres.newDatabase();
    const centre = await startTestCentre(databaseUrl);
    expect(await textOf(centre.url, '/health/ready')).toBe('ready');
    const other = openPostgres(databaseUrl, { connections: 1, onTrouble: () => {} });
    onTestFinished(() => other.close());
    await other.query(MIGRATE.done, [MIGRATIONS.length + 1]);
    expect(await textOf(centre.url, '/health/ready')).toBe('ready');
    await other.query(MIGRATE.done, [MIGRATIONS.length - 1]);
    expect(await textOf(centre.url, '/health/ready')).toBe('schema-older');
    await other.query('DROP TABLE schema_version');
    expect(await textOf(centre.url, '/health/ready')).toBe('schema-older');
    expect(await textOf(centre.url, '/health/live')).toBe('live');
  });
});
