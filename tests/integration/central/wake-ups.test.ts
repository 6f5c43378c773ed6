import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { openPostgres } from '../../../src-central/database/postgres.ts';
import { type Follower, OFFICE_WATCH, watchOffices } from '../../../src-central/wake-ups/office-watch.ts';
import { CityId, KioskId, OfficeId } from '../../../src-main/contract/shared/ids.ts';
import { newSigningKey } from '../../../src-main/signing/keys.ts';
import { signRequest } from '../../../src-main/signing/signed-messages.ts';
import { openStream, type Stream } from '../../conformance/exchange.ts';
import { officeAt } from '../../support/city-office.ts';
import { sendBytes } from '../../support/hostile-sockets.ts';
import { sharedPostgres, startPostgres } from '../../support/postgres.ts';
import { OFFICE, startTestCentre, type TestCentre, type TestKiosk } from '../../support/test-centre.ts';

const postgres = sharedPostgres();

async function follow(centre: TestCentre, { key, path }: TestKiosk, count = 1): Promise<Stream> {
  const request = { method: 'GET', url: `${centre.url}${path('followHints')}`, headers: {}, body: null };
  const stream = await openStream({ ...request, headers: await signRequest(request, key, 'kiosk', count) });
  onTestFinished(() => stream.close());
  // The stream's first line, a comment, shows that the centre now watches the office for this stream.
  await stream.line(':');
  return stream;
}

async function startTwo(databaseUrl?: string) {
  const url = databaseUrl ?? (await postgres.newDatabase());
  const signingKey = newSigningKey();
  const here = await startTestCentre(url, { signingKey });
  const there = await startTestCentre(url, { signingKey });
  await officeAt(here, OFFICE).publish();
  return { here, there };
}

describe('a wake-up', () => {
  it('reaches a kiosk at another replica than the changed one', async () => {
    const { here, there } = await startTwo();
    const stream = await follow(there, await here.enrol(1));
    await officeAt(here, OFFICE).pause();
    expect(await stream.line('event:')).toBe('event: hint');
    expect(await stream.line('data:')).toBe('data:');
  });

  it('comes again with every change', async () => {
    const { here, there } = await startTwo();
    const kiosk = await here.enrol(1);
    const stream = await follow(there, kiosk);
    const { pause, resume } = officeAt(here, OFFICE);
    for (const change of [pause, resume]) {
      await change();
      expect(await stream.line('event:')).toBe('event: hint');
    }
  });

  it('reaches a kiosk once more when it is revoked, and then its streams end at every replica', async () => {
    const { here, there } = await startTwo();
    const [kiosk, other] = [await here.enrol(1), await here.enrol(2)];
    const streams = [await follow(here, kiosk, 1), await follow(there, kiosk, 2)];
    const stays = await follow(there, other);
    await here.order('revokeKiosk', { kioskId: kiosk.kioskId }, { reason: 'prova' });
    for (const stream of streams) {
      expect(await stream.line('event:')).toBe('event: hint');
      await stream.ended;
    }
    await stays.line('event: hint');
    await officeAt(here, OFFICE).pause();
    expect(await stays.line('event:')).toBe('event: hint');
  });

  it('ends the stream of a kiosk that was revoked just before it was followed', async () => {
    const { here } = await startTwo();
    const kiosk = await here.enrol(1);
    const stream = await follow(here, kiosk);
    // Only the kiosk's row is changed, as if the revocation's wake-up had been sent before the stream was opened.
    await here.database.query('UPDATE kiosk SET revoked_at = now() WHERE kiosk_id = $1', [kiosk.kioskId]);
    expect(await stream.ended).toBeUndefined();
  });

  it('comes over at most two streams of a kiosk: a third stream ends the oldest', async () => {
    const { here } = await startTwo();
    const [kiosk, other] = [await here.enrol(1), await here.enrol(2)];
    const first = await follow(here, kiosk, 1);
    const others = await follow(here, other, 1);
    const second = await follow(here, kiosk, 2);
    const third = await follow(here, kiosk, 3);
    await first.ended;
    await officeAt(here, OFFICE).pause();
    for (const stream of [second, third, others]) expect(await stream.line('event:')).toBe('event: hint');
  });

  it('is awaited on a stream that does not count as a request in progress', async () => {
    const url = await postgres.newDatabase();
    const centre = await startTestCentre(url, { maxInFlight: 2 });
    for (const slot of [1, 2, 3]) await follow(centre, await centre.enrol(slot));
    expect((await centre.order('listKiosks', {})).status).toBe(200);
  });

  it('is polled for only while a stream is open', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    onTestFinished(() => void vi.useRealTimers());
    const { here } = await startTwo();
    const streams = [await follow(here, await here.enrol(1)), await follow(here, await here.enrol(2))];
    // The third timer is the replica's check of its open connections, which ends with the last of them.
    expect(vi.getTimerCount()).toBe(3);
    for (const stream of streams) stream.close();
    await expect.poll(() => vi.getTimerCount()).toBe(0);
    const again = await follow(here, await here.enrol(3));
    await officeAt(here, OFFICE).pause();
    await vi.advanceTimersByTimeAsync(500);
    expect(await again.line('event:')).toBe('event: hint');
  });

  it('has a later date than the previous one, however far behind a clock is, because the watch compares dates', async () => {
    const { here } = await startTwo();
    const kiosk = await here.enrol(1);
    const { pause, resume } = officeAt(here, OFFICE);
    const revoke = () => here.order('revokeKiosk', { kioskId: kiosk.kioskId }, { reason: 'prova' });
    const dateOf = async () => {
      const [row] = await here.database.query<{ at: string }>('SELECT changed_at AS at FROM office');
      return Date.parse(row?.at ?? '');
    };
    const dates = [await dateOf()];
    for (const change of [pause, resume, revoke]) {
      here.clock.ms -= 1_000;
      await change();
      dates.push(await dateOf());
    }
    expect(dates.map((date) => date - (dates[0] ?? 0))).toEqual([0, 1, 2, 3]);
  });

  it('is only for the kiosks of the office that changed', async () => {
    const { here, there } = await startTwo();
    const kiosk = await here.enrol(1);
    await officeAt(here, 'altra').publish();
    const other = await here.enrol(1, 'altra');
    const [stream, otherStream] = [await follow(there, kiosk), await follow(there, other)];
    for (const office of [OFFICE, 'altra']) await officeAt(here, office).pause();
    await Promise.all([stream.line('event: hint'), otherStream.line('event: hint')]);
    let came = 0;
    const next = stream.line('event: hint').then(() => {
      came += 1;
    });
    await officeAt(here, 'altra').pause();
    await otherStream.line('event: hint');
    expect(came).toBe(0);
    await officeAt(here, OFFICE).resume();
    await next;
  });

  it('continues after the database was away', async () => {
    const server = await startPostgres();
    onTestFinished(() => server.stop());
    const { here, there } = await startTwo(await server.newDatabase());
    const stream = await follow(there, await here.enrol(1));
    await server.kill();
    await server.start();
    await expect.poll(() => here.order('listKiosks', {}).then(({ status }) => status)).toBe(200);
    await officeAt(here, OFFICE).pause();
    expect(await stream.line('event:')).toBe('event: hint');
  });

  it('is refused to a stranger, and its stream ends with its replica', async () => {
    const { here, there } = await startTwo();
    const kiosk = await here.enrol(1);
    const refused = await there.signed({
      key: newSigningKey(),
      as: 'kiosk',
      method: 'GET',
      path: kiosk.path('followHints'),
      count: 1,
    });
    expect(refused.problem).toBe('unknown-key');
    const stream = await follow(there, kiosk);
    await there.stop();
    await stream.ended;
  });

  it('reaches others after a kiosk has cut its stream, and the replica survives', async () => {
    const { here } = await startTwo();
    const [kiosk, other] = [await here.enrol(1), await here.enrol(2)];
    const [cut, stays] = [await follow(here, kiosk), await follow(here, other)];
    const { pause, resume } = officeAt(here, OFFICE);
    cut.close();
    for (const change of [pause, resume]) {
      await change();
      expect(await stays.line('event:')).toBe('event: hint');
    }
  });

  it('also comes over a stream that is queued behind another request on its connection', async () => {
    const { here } = await startTwo();
    const { key, path } = await here.enrol(1);
    const request = { method: 'GET', url: `${here.url}${path('followHints')}`, headers: {}, body: null };
    const headers = await signRequest(request, key, 'kiosk', 1);
    const { host } = new URL(here.url);
    const lines = Object.entries({ host, ...headers }).map((pair) => `${pair.join(': ')}\r\n`);
    const before = `GET /health/live HTTP/1.1\r\nhost: ${host}\r\n\r\n`;
    const bytes = `${before}GET ${path('followHints')} HTTP/1.1\r\n${lines.join('')}\r\n`;
    const answers = await sendBytes(here.url, bytes, (text) => text.includes(':\n\n'));
    expect(answers.match(/^HTTP\/1\.1 200 /gm)).toHaveLength(2);
    expect(answers).toMatch(/connection: close\r\n[\s\S]*:\n\n/i);
  });
});

describe('the watch over offices', () => {
  /** Follows an office in each of `count` cities, and records the queries that this causes. */
  async function watchOver(count: number) {
    const database = openPostgres(await postgres.newDatabase(), { connections: 1, onTrouble: () => {} });
    const asked: string[] = [];
    const query: typeof database.query = (sql, parameters) => {
      asked.push(sql);
      return database.query(sql, parameters);
    };
    const cities = Array.from({ length: count }, (_, city) => CityId.parse(`ciutat-${city}`));
    await database.query(
      `INSERT INTO office (city_id, office_id, changed_at) SELECT city, $2, now() - interval '1 hour' FROM unnest($1::text[]) AS city`,
      [cities, OFFICE],
    );
    const watch = watchOffices({ query }, { nowMs: () => Date.now() }, (error) => expect.unreachable(String(error)));
    const woken: string[] = [];
    const heard = Promise.withResolvers<void>();
    const follower = (cityId: CityId): Follower => ({
      cityId,
      officeId: OfficeId.parse(OFFICE),
      kioskId: KioskId.parse(crypto.randomUUID()),
      wake() {
        woken.push(cityId);
        heard.resolve();
      },
      end: () => expect.unreachable('nobody was revoked'),
    });
    const followers = cities.map(follower);
    for (const one of followers) watch.follow(one);
    onTestFinished(async () => {
      for (const one of followers) watch.leave(one);
      await database.close();
    });
    const change = (city: number) =>
      database.query('UPDATE office SET change_seq = 1, changed_at = now() WHERE city_id = $1', [cities[city]]);
    return { asked, woken, heard: heard.promise, change };
  }

  it.each([
    { count: 8, by: OFFICE_WATCH.changed, never: OFFICE_WATCH.changedOfMany },
    { count: 9, by: OFFICE_WATCH.changedOfMany, never: OFFICE_WATCH.changed },
  ])('of $count cities wakes the followers of the changed office alone', async ({ count, by, never }) => {
    const { asked, woken, heard, change } = await watchOver(count);
    await change(count - 1);
    await heard;
    expect(woken).toEqual([`ciutat-${count - 1}`]);
    expect(asked).toContain(by);
    expect(asked).not.toContain(never);
  });
});
