import { Agent } from 'node:http';
import { openPostgres } from '../../src-central/database/postgres.ts';
import { storeEvents } from '../../src-central/ingest/store-events.ts';
import { MAX_BATCH } from '../../src-main/contract/centre/events-upload.ts';
import { startCentreProcess } from '../support/centre-process.ts';
import { enrolAt } from '../support/enrolled-kiosks.ts';
import { openDatabase } from './database.ts';
import { against, type Figure, percentile, timed } from './figures.ts';
import { processorMs } from './streams.ts';
import { CITY, deliver, type Kiosk, kioskAt, signAhead } from './uploads.ts';

const KIOSKS = 100;
const BATCHES_OF_KIOSK = 6;
const WARM_UP = 1;
const CONNECTIONS = 10;
/**
 * A replica must be able to store at least this many events per second. Its main thread does everything except garbage
 * collection, so its processor time per event shows whether it can.
 */
const WANTED_PER_SECOND = 18_000;

/**
 * Measures the uploads of a hundred kiosks that return after a day without network, at a centre in its own process on
 * a PostgreSQL with fsync. The uploads are signed and gzipped beforehand. The baseline is the bare insert of the same
 * rows in the same batches over as many connections. The replica's processor time per event is measured too, because
 * the machine's other work hardly affects it; its baseline is the time per event at 18,000 events a second.
 */
export async function benchIngest(): Promise<Figure[]> {
  const postgres = await openDatabase();
  const { databaseUrl, settings } = postgres;
  const kiosks = Array.from({ length: KIOSKS }, (_, index) => kioskAt(index, BATCHES_OF_KIOSK));
  await enrolAt(databaseUrl, CITY, kiosks);
  const centre = await startCentreProcess({ ...settings, DATABASE_CONNECTIONS: String(CONNECTIONS) });
  const uploads = await Promise.all(kiosks.map((kiosk) => signAhead(centre.url, kiosk)));
  const agent = new Agent({ keepAlive: true, maxSockets: KIOSKS });
  const waits: number[] = [];
  try {
    const drain = async (from: number, to: number) =>
      timed(() =>
        Promise.all(
          uploads.map(async (list) => {
            for (const upload of list.slice(from, to))
              waits.push(await timed(() => deliver(centre.url, agent, upload)));
          }),
        ),
      );
    await drain(0, WARM_UP);
    waits.length = 0;
    const before = processorMs(centre.child.pid);
    const drainedMs = await drain(WARM_UP, BATCHES_OF_KIOSK);
    const replicaMs = processorMs(centre.child.pid) - before;
    const resentMs = await drain(WARM_UP, BATCHES_OF_KIOSK);
    const bareMs = await insertBare(await postgres.newDatabase(), kiosks);
    const events = KIOSKS * (BATCHES_OF_KIOSK - WARM_UP) * MAX_BATCH;
    const perSecond = (ms: number) => (events / ms) * 1_000;
    return [
      against('ingest', 'events/s', [perSecond(drainedMs)], perSecond(bareMs)),
      against(
        'ingest-processor',
        'µs of the replica per event',
        [(replicaMs * 1_000) / events],
        1e6 / WANTED_PER_SECOND,
      ),
      against('ingest-resent', 'events/s', [perSecond(resentMs)], perSecond(bareMs)),
      against('ingest-wait-p99', 'ms', [percentile(waits, 0.99)], percentile(waits, 0.5)),
    ];
  } finally {
    agent.destroy();
    await centre.stop();
    await postgres.close();
  }
}

async function insertBare(url: string, kiosks: readonly Kiosk[]): Promise<number> {
  const database = openPostgres(url, { connections: CONNECTIONS, onTrouble: () => {} });
  const nowMs = Date.now();
  const rows = kiosks.map(({ kioskId, incarnation, batches }) => ({
    stream: { cityId: CITY, kioskId, incarnation },
    batches: batches.map((events) =>
      events.map(({ id, at, payload, ...event }) => ({
        payloadText: JSON.stringify(payload),
        event: {
          ...event,
          incarnation,
          eventId: id,
          atWallMs: Date.parse(at.wall),
          bootId: null,
          monoMs: null,
          trust: at.trust,
          happenedAtMs: Date.parse(at.wall),
          timeUncertain: false,
          receivedAtMs: nowMs,
          payload,
        },
      })),
    ),
  }));
  const drain = (from: number, to: number) =>
    timed(() =>
      Promise.all(
        rows.map(async ({ stream, batches }) => {
          for (const batch of batches.slice(from, to)) await storeEvents(database, stream, batch, nowMs);
        }),
      ),
    );
  await drain(0, WARM_UP);
  const ms = await drain(WARM_UP, BATCHES_OF_KIOSK);
  await database.close();
  return ms;
}
