import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Database, StoreBusy, StoreUnreachable } from '../../../src-central/database/database.ts';
import { openPostgres } from '../../../src-central/database/postgres.ts';
import { killedPostgres, sharedPostgres } from '../../support/postgres.ts';
import { newEvents, OFFICE, startTestCentre, tablesOf, terrassa } from '../../support/test-centre.ts';

const postgres = sharedPostgres();
const killed = killedPostgres();

const LOCK_KIOSKS = 'SELECT 1 FROM kiosk_contact WHERE city_id = $1 FOR UPDATE';

/** Locks the city's kiosks in a transaction that ends with `end`, or as PostgreSQL ends it. */
async function lockKiosks(database: Database) {
  const [isLocked, ended] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const lock = database.transaction(async (queries) => {
    await queries.query(LOCK_KIOSKS, [terrassa]);
    isLocked.resolve();
    await ended.promise;
  });
  await Promise.race([isLocked.promise, lock]);
  return { end: ended.resolve, lock };
}

describe('a centre in trouble', () => {
  it('says that its database is unreachable and when to retry, and recovers with the database', async () => {
    const server = await killed();
    const centre = await startTestCentre(await server.newDatabase());
    const kiosk = await centre.enrol(1);
    const make = newEvents();
    await kiosk.send([make.issued(1)]);
    await server.kill();
    const events = [make.issued(2)];
    const answered = await kiosk.upload(events);
    expect(answered).toMatchObject({ status: 503, problem: 'store-unreachable', signedAtMs: null });
    expect(Number(answered.headers['retry-after'])).toBeGreaterThan(0);
    expect((await fetch(`${centre.url}/health/ready`)).status).toBe(503);
    expect((await fetch(`${centre.url}/health/live`)).status).toBe(200);
    await server.start();
    expect((await kiosk.send(events)).items).toEqual([{ status: 'stored' }]);
    expect((await fetch(`${centre.url}/health/ready`)).status).toBe(200);
  });

  it('loses no event, and stores none twice, when its database is killed again and again during uploads', async () => {
    const server = await killed();
    const centre = await startTestCentre(await server.newDatabase());
    const kiosks = [await centre.enrol(1), await centre.enrol(2)];
    const total = 60;
    let isOver = false;
    const sending = Promise.all(
      kiosks.map(async (kiosk, index) => {
        const make = newEvents();
        for (let batch = 0; batch < total; batch += 1) {
          const events = [make.issued(batch + 1 + index * 1_000), make.next('note', { batch })];
          for (;;) {
            const answered = await kiosk.upload(events);
            if (answered.status === 200) break;
            expect(answered.problem).toBe('store-unreachable');
          }
        }
      }),
    ).finally(() => {
      isOver = true;
    });
    let kills = 0;
    while (!isOver && kills < 5) {
      const [row] = await centre.database
        .query<{ n: number }>('SELECT count(*) AS n FROM event')
        .catch(() => [{ n: -1 }]);
      if ((row?.n ?? -1) < (kills + 1) * 30) continue;
      await server.kill();
      await server.start();
      kills += 1;
    }
    await sending;
    expect(kills).toBe(5);
    const tables = await tablesOf(centre.database, ['event', 'ticket', 'fork', 'alarm']);
    expect(Object.fromEntries(Object.entries(tables).map(([name, rows]) => [name, rows.length]))).toEqual({
      event: 2 * 2 * total,
      ticket: 2 * total,
      fork: 0,
      alarm: 0,
    });
    expect(await centre.database.query('SELECT acknowledged FROM stream')).toEqual([
      { acknowledged: 2 * total },
      { acknowledged: 2 * total },
    ]);
  });

  it('is not blocked by a replica that died with a lock, and only for a while by a replica that keeps a lock', async () => {
    const url = await postgres.newDatabase();
    const centre = await startTestCentre(url);
    const kiosk = await centre.enrol(1);
    const make = newEvents();
    const open = (limits: { lockTimeoutMs?: number; idleTimeoutMs?: number }) => {
      const database = openPostgres(url, { connections: 1, onTrouble: () => {}, ...limits });
      onTestFinished(() => database.close());
      return database;
    };

    // This transaction stands in for a machine that lost power: it sends nothing more, until PostgreSQL ends it.
    const dead = await lockKiosks(open({ idleTimeoutMs: 1_000 }));
    expect((await kiosk.send([make.issued(1)])).items).toEqual([{ status: 'stored' }]);
    dead.end();
    await expect(dead.lock).rejects.toThrow(StoreUnreachable);

    // This transaction is not ended because it keeps working, so a waiting upload gives up and frees its connection.
    const busy = await lockKiosks(open({}));
    const impatient = open({ lockTimeoutMs: 50 }).transaction((queries) => queries.query(LOCK_KIOSKS, [terrassa]));
    await expect(impatient).rejects.toThrow(StoreBusy);
    busy.end();
    await busy.lock;
  });

  it('asks surplus clients to retry at different times', async () => {
    const url = await postgres.newDatabase();
    const centre = await startTestCentre(url, { maxInFlight: 2 });
    const kiosk = await centre.enrol(1);
    const other = openPostgres(url, { connections: 1, onTrouble: () => {} });
    onTestFinished(() => other.close());
    const make = newEvents();
    const held = await lockKiosks(other);
    const answers = Array.from({ length: 12 }, () => kiosk.upload([make.issued(1)]));
    const first = await Promise.any(
      answers.map(async (answer) => {
        const answered = await answer;
        if (answered.status !== 503) throw new Error('taken');
        return answered;
      }),
    );
    expect(first).toMatchObject({ problem: 'overloaded', signedAtMs: null });
    held.end();
    await held.lock;
    const all = await Promise.all(answers);
    expect(all.filter(({ status }) => status === 200)).toHaveLength(2);
    const waits = all.flatMap(({ headers }) => headers['retry-after'] ?? []);
    expect(waits).toHaveLength(10);
    expect(new Set(waits).size).toBeGreaterThan(1);
    expect((await kiosk.upload([make.issued(2)])).status).toBe(200);
  });

  it('reports overload when all its connections are busy, stays ready, and recovers', async () => {
    const url = await postgres.newDatabase();
    const connections = 3;
    const database = openPostgres(url, { connections, onTrouble: () => {}, turnTimeoutMs: 300, lockTimeoutMs: 60_000 });
    const centre = await startTestCentre(database);
    const kiosks = [await centre.enrol(1), await centre.enrol(2)];
    const other = openPostgres(url, { connections: 1, onTrouble: () => {} });
    onTestFinished(() => other.close());
    const held = await lockKiosks(other);
    const make = newEvents();
    const sent = kiosks.flatMap((kiosk) =>
      Array.from({ length: 8 }, (_, index) => ({ kiosk, events: [make.issued(index + 1)] })),
    );
    let open = 0;
    const answers = sent.map(async ({ kiosk, events }) => {
      open += 1;
      const answered = await kiosk.upload(events);
      open -= 1;
      return answered;
    });
    await expect.poll(() => open).toBe(connections);
    expect(await (await fetch(`${centre.url}/health/ready`)).text()).toBe('ready\n');
    held.end();
    await held.lock;
    const all = await Promise.all(answers);
    const refused = all.filter(({ status }) => status !== 200);
    expect(refused).toHaveLength(sent.length - connections);
    for (const { status, problem, headers } of refused) {
      expect([status, problem]).toEqual([503, 'overloaded']);
      expect(Number(headers['retry-after'])).toBeGreaterThan(0);
    }
    for (const { kiosk, events } of sent) expect((await kiosk.upload(events)).status).toBe(200);
    expect(database.pool?.()).toMatchObject({ used: 0, waiting: 0, most: connections });
  });

  it('reports overload when a lock is kept for too long', async () => {
    const url = await postgres.newDatabase();
    const centre = await startTestCentre(openPostgres(url, { connections: 2, onTrouble: () => {}, lockTimeoutMs: 50 }));
    const kiosk = await centre.enrol(1);
    const other = openPostgres(url, { connections: 1, onTrouble: () => {} });
    onTestFinished(() => other.close());
    await other.transaction(async (queries) => {
      await queries.query(LOCK_KIOSKS, [terrassa]);
      expect(await kiosk.upload([newEvents().issued(1)])).toMatchObject({ status: 503, problem: 'overloaded' });
    });
    expect((await kiosk.upload([newEvents().issued(1)])).status).toBe(200);
  });

  it('reports a database that gives no connection as unreachable, not as busy', async () => {
    const silent = createServer();
    silent.listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    onTestFinished(() => void silent.close());
    const url = `postgres://torn@127.0.0.1:${port}/torn`;
    const database = openPostgres(url, { connections: 1, onTrouble: () => {}, turnTimeoutMs: 50 });
    const both = await Promise.allSettled([database.query('SELECT 1'), database.query('SELECT 1')]);
    for (const one of both) expect(one).toMatchObject({ status: 'rejected', reason: { name: 'StoreUnreachable' } });
    await database.close();
  });

  it('finishes its begun work before it ends, and accepts nothing new', async () => {
    const url = await postgres.newDatabase();
    const centre = await startTestCentre(url);
    const kiosk = await centre.enrol(1);
    const other = openPostgres(url, { connections: 2, onTrouble: () => {} });
    onTestFinished(() => other.close());
    const held = await lockKiosks(other);
    const begun = kiosk.upload([newEvents().issued(1)]);
    const waiting =
      'SELECT count(*) AS n FROM pg_stat_activity WHERE wait_event_type = $1 AND datname = current_database()';
    while (((await other.query<{ n: number }>(waiting, ['Lock']))[0]?.n ?? 0) === 0);
    const stopped = centre.stop();
    await expect(kiosk.upload([newEvents().issued(2)])).rejects.toThrow();
    held.end();
    await held.lock;
    expect((await begun).status).toBe(200);
    await stopped;
    expect(await other.query('SELECT number FROM ticket')).toEqual([{ number: 1 }]);
  });

  it('retries when two transactions deadlock', async () => {
    const database = openPostgres(await postgres.newDatabase(), { connections: 2, onTrouble: () => {} });
    onTestFinished(() => database.close());
    await database.query(
      'INSERT INTO office (city_id, office_id, changed_at) VALUES ($1, $2, now()), ($1, $3, now())',
      [terrassa, OFFICE, 'b'],
    );
    const lock = 'UPDATE office SET change_seq = change_seq + 1 WHERE city_id = $1 AND office_id = $2';
    let tries = 0;
    const both = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const cross = (mine: number, offices: readonly string[]) =>
      database.transaction(async (queries) => {
        tries += 1;
        await queries.query(lock, [terrassa, offices[0]]);
        both[mine]?.resolve();
        await Promise.all(both.map(({ promise }) => promise));
        await queries.query(lock, [terrassa, offices[1]]);
      });
    await Promise.all([cross(0, [OFFICE, 'b']), cross(1, ['b', OFFICE])]);
    expect(tries).toBeGreaterThan(2);
    expect(await database.query('SELECT change_seq AS n FROM office')).toEqual([{ n: 2 }, { n: 2 }]);
  });
});
