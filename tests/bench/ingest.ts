import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request as send } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { openPostgres } from '../../src-central/database/postgres.ts';
import { storeEvents } from '../../src-central/ingest/store-events.ts';
import { EventsAnswer, MAX_BATCH, type WireEvent } from '../../src-main/contract/centre/events-upload.ts';
import { pathOf } from '../../src-main/contract/centre/operations.ts';
import { keyToPem, newSigningKey, type SigningKey } from '../../src-main/security/keys.ts';
import { signRequest } from '../../src-main/security/signed-messages.ts';
import { startCentreProcess } from '../support/centre-process.ts';
import { startPostgres } from '../support/postgres.ts';
import { against, type Figure, percentile } from './figures.ts';

const KIOSKS = 100;
const OFFICES = 25;
const BATCHES_OF_KIOSK = 6;
/** The first of each kiosk are not counted: code is not yet compiled, connections are not yet made. */
const WARM_UP = 1;
const CITY = 'terrassa';
const CONNECTIONS = 10;

interface Kiosk {
  kioskId: string;
  officeId: string;
  slot: number;
  key: SigningKey;
  incarnation: string;
  batches: WireEvent[][];
}

interface SignedUpload {
  path: string;
  headers: Record<string, string>;
  body: Buffer;
}

/**
 * A hundred kiosks come back after a day without network: what they send is signed and gzipped ahead, as it lies with them; the centre is
 * a process of its own on a real PostgreSQL with fsync, and checks, dates, stores, projects, acknowledges and signs. The baseline is
 * the bare insert of the same rows in the same batches over as many connections.
 */
export async function benchIngest(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'torn-bench-'));
  const postgres = await startPostgres({ isDurable: true });
  const keyFile = join(folder, 'centre.pem');
  writeFileSync(keyFile, keyToPem(newSigningKey()), { mode: 0o600 });
  const url = await postgres.newDatabase();
  const kiosks = Array.from({ length: KIOSKS }, (_, index) => kioskAt(index));
  await enrol(url, kiosks);
  const centre = await startCentreProcess({
    DATABASE_URL: url,
    CENTRE_KEY_FILE: keyFile,
    TORN_ENVIRONMENT: 'test',
    DATABASE_CONNECTIONS: String(CONNECTIONS),
  });
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
    const drainedMs = await drain(WARM_UP, BATCHES_OF_KIOSK);
    const resentMs = await drain(WARM_UP, BATCHES_OF_KIOSK);
    const bareMs = await insertBare(await postgres.newDatabase(), kiosks);
    const events = KIOSKS * (BATCHES_OF_KIOSK - WARM_UP) * MAX_BATCH;
    const perSecond = (ms: number) => (events / ms) * 1_000;
    return [
      against('ingest', 'events/s', [perSecond(drainedMs)], perSecond(bareMs)),
      against('ingest-resent', 'events/s', [perSecond(resentMs)], perSecond(bareMs)),
      against('ingest-wait-p99', 'ms', [percentile(waits, 0.99)], percentile(waits, 0.5)),
    ];
  } finally {
    agent.destroy();
    await centre.stop();
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function kioskAt(index: number): Kiosk {
  const batches = Array.from({ length: BATCHES_OF_KIOSK }, (_, batch) =>
    ticketsAndPapers(index, batch * MAX_BATCH + 1),
  );
  return {
    kioskId: randomUUID(),
    officeId: `oficina-${index % OFFICES}`,
    slot: 10 + Math.floor(index / OFFICES),
    key: newSigningKey(),
    incarnation: randomUUID(),
    batches,
  };
}

/** A ticket, then its paper, and so on. */
function ticketsAndPapers(kiosk: number, from: number): WireEvent[] {
  let ticketId = '';
  return Array.from({ length: MAX_BATCH }, (_, index) => {
    const seq = from + index;
    const at = { wall: new Date(Date.UTC(2026, 10, 25, 8) + seq * 20_000).toISOString(), trust: 'trusted' } as const;
    const place = { id: randomUUID(), epoch: 0, seq, v: 1, at };
    if (index % 2 === 1)
      return {
        ...place,
        type: 'ticket-print-ended',
        payload: { ticketId, state: 'printed', cause: null, duplicate: false },
      };
    ticketId = randomUUID();
    const payload = {
      ticketId,
      series: 'A',
      serviceDay: '2026-11-25',
      number: kiosk * 10_000 + seq,
      serviceId: 'empadronament',
      way: 'walk-in',
      language: 'ca',
      followToken: null,
    };
    return { ...place, type: 'ticket-issued', payload };
  });
}

async function enrol(url: string, kiosks: readonly Kiosk[]): Promise<void> {
  const database = openPostgres(url, { connections: 1, onTrouble: () => {} });
  for (let office = 0; office < OFFICES; office += 1)
    await database.query('INSERT INTO office (city_id, office_id, changed_at) VALUES ($1, $2, now())', [
      CITY,
      `oficina-${office}`,
    ]);
  for (const { kioskId, officeId, slot, key, incarnation } of kiosks) {
    await database.query(
      `INSERT INTO kiosk (city_id, kiosk_id, office_id, slot, name, incarnation, version, build, enrolled_at, enrolled_by)
        VALUES ($1, $2, $3, $4, 'quiosc', $5, '0', 'official', now(), 'bench')`,
      [CITY, kioskId, officeId, slot, incarnation],
    );
    await database.query(
      'INSERT INTO kiosk_key (city_id, key_id, kiosk_id, public_key, since) VALUES ($1, $2, $3, $4, now())',
      [CITY, key.keyId, kioskId, key.publicKey],
    );
    await database.query('INSERT INTO kiosk_contact (city_id, kiosk_id) VALUES ($1, $2)', [CITY, kioskId]);
  }
  await database.close();
}

function signAhead(url: string, { kioskId, key, incarnation, batches }: Kiosk): Promise<SignedUpload[]> {
  const path = pathOf('uploadEvents', { cityId: CITY, kioskId });
  const bootId = randomUUID();
  return Promise.all(
    batches.map(async (events, index) => {
      const body = gzipSync(JSON.stringify({ incarnation, sender: { bootId, monoMs: 3_600_000 + index }, events }));
      const plain = {
        'content-type': 'application/json',
        'content-encoding': 'gzip',
        'content-length': String(body.length),
      };
      const request = { method: 'POST', url: `${url}${path}`, headers: plain, body };
      return { path, headers: await signRequest(request, key, 'kiosk', null), body };
    }),
  );
}

/** Throws unless every event is kept. */
async function deliver(url: string, agent: Agent, { path, headers, body }: SignedUpload): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  const request = send(`${url}${path}`, { method: 'POST', agent, headers }, (response) => {
    const parts: Buffer[] = [];
    response.on('data', (part: Buffer) => parts.push(part));
    response.on('end', () => resolve(Buffer.concat(parts)));
  });
  request.on('error', reject);
  request.end(body);
  const text = (await promise).toString();
  if (!text.includes('acknowledged')) throw new Error(`not kept: ${text.slice(0, 500)}`);
  const answer = EventsAnswer.parse(JSON.parse(text));
  if (answer.items.length !== MAX_BATCH || answer.items.some(({ status }) => status === 'rejected'))
    throw new Error(`not kept: ${text.slice(0, 500)}`);
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
