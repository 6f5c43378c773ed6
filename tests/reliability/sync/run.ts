import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../../src-central/clock.ts';
import type { Database, Queries } from '../../../src-central/database/database.ts';
import { CENTRE } from '../../../src-central/replica-context.ts';
import { createSystemClock } from '../../../src-main/core/system-clock.ts';
import { newSigningKey, type SigningKey } from '../../../src-main/signing/keys.ts';
import { type PostgresServer, startPostgres } from '../../support/postgres.ts';
import type { Random } from '../random.ts';
import { type Backlog, makeBacklog } from './backlog.ts';
import { startCentre } from './centre.ts';
import { compare, readEvents, type SyncComplaint } from './comparison.ts';
import { type FaultyNetwork, openFaultyNetwork } from './faulty-network.ts';
import { type SendingKiosk, startCore, startInProcess } from './kiosk.ts';
import type { Planted } from './planted.ts';
import { until } from './until.ts';

export interface NetworkKind {
  harmedShare: number;
  largestBodyBytes: number | null;
}
/** The second network has a proxy that refuses bodies above 4,096 bytes, while 200 events take about 15 kB. */
export const BAD_NETWORKS: readonly NetworkKind[] = [
  { harmedShare: 0.5, largestBodyBytes: null },
  { harmedShare: 0.3, largestBodyBytes: 4_096 },
  { harmedShare: 0.7, largestBodyBytes: null },
];
/** With this low limit on bodies a few hundred events take some twenty uploads, so that each kind of disturbance occurs. */
export const NARROW_NETWORK: NetworkKind = { harmedShare: 0.5, largestBodyBytes: 2_048 };

/** Milliseconds without an upload after which a technician makes the kiosk try again; the kiosk itself would wait for minutes. */
const PATIENCE_MS = 30;

/** A PostgreSQL with centres and the kiosks that are paired with them. */
export interface Ground {
  /** Makes a kiosk with `events` to send after fourteen days, and its centre. Each run uses its own copy of both. */
  pair(events: number, random: Random): Promise<Pair>;
  close(): Promise<void>;
}

export interface Pair {
  backlog: Backlog;
  signingKey: SigningKey;
  copy(): Promise<{ data: string; databaseUrl: string }>;
}

export async function prepareGround({ isDurable = true } = {}): Promise<Ground> {
  const folder = mkdtempSync(join(tmpdir(), 'torn-sync-'));
  const postgres: PostgresServer = await startPostgres({ isDurable });
  let made = 0;
  function newFolder(): string {
    made += 1;
    const own = join(folder, String(made));
    mkdirSync(own, { mode: 0o700 });
    return own;
  }
  return {
    async pair(events, random) {
      const data = newFolder();
      const databaseUrl = await postgres.newDatabase();
      const signingKey = newSigningKey();
      const backlog = await makeBacklog({ data, databaseUrl, signingKey, events, random });
      return {
        backlog,
        signingKey,
        async copy() {
          const own = newFolder();
          cpSync(data, own, { recursive: true });
          return { data: own, databaseUrl: await postgres.newCopy(databaseUrl) };
        },
      };
    },
    async close() {
      await postgres.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export interface NetworkReport {
  complaints: SyncComplaint[];
  events: number;
  met: FaultyNetwork['met'];
  asked: number;
}

/** Sends the backlog over a bad network. A `planted` kiosk runs in this process; by default it is the real core. */
export async function sendOverFaultyNetwork(
  pair: Pair,
  kind: NetworkKind,
  random: Random,
  planted?: Planted,
): Promise<NetworkReport> {
  const { data, databaseUrl } = await pair.copy();
  const { backlog, signingKey } = pair;
  const alter = planted?.centre;
  const centre = await startCentre({
    databaseUrl,
    signingKey,
    clock: systemClock,
    ...(alter && { alter }),
  });
  if (planted?.tables) await centre.database.query(planted.tables);
  const network = await openFaultyNetwork({ to: centre.url, random, ...kind });
  const kiosk: SendingKiosk = planted
    ? await startInProcess({
        data,
        url: network.url,
        clock: createSystemClock(),
        ...(planted.kiosk && { alter: planted.kiosk }),
      })
    : startCore(data, network.url);
  try {
    const asked = await sendAll(kiosk);
    await kiosk.stop();
    await network.arrive();
    const events = readEvents(data);
    return {
      complaints: await compare(centre.database, events, backlog),
      events: events.events.length,
      met: network.met,
      asked,
    };
  } finally {
    await kiosk.stop();
    await network.close();
    await centre.stop();
  }
}

async function sendAll(kiosk: SendingKiosk): Promise<number> {
  let asked = 0;
  let least = Number.POSITIVE_INFINITY;
  let sinceMs = performance.now();
  await until('everything to be sent', async () => {
    const { unsent } = await kiosk.status();
    if (unsent === 0) return true;
    if (unsent < least) {
      least = unsent;
      sinceMs = performance.now();
    } else if (performance.now() - sinceMs > PATIENCE_MS) {
      await kiosk.tryNow();
      asked += 1;
      sinceMs = performance.now();
    }
    return false;
  });
  return asked;
}

export interface SoundNetworkReport {
  complaints: SyncComplaint[];
  events: number;
  /** Milliseconds from the kiosk's first request until the centre has everything. */
  sentInMs: number;
  /** Milliseconds to send everything once more, to a centre that reports that it may have lost its data. */
  sentAgainInMs: number;
}

/**
 * Sends the backlog over a good network, then once more to the same centre. Before the second time the centre reports a new id of its
 * database (store epoch), as after a restoration from a backup, but it still has everything.
 */
export async function sendOverSoundNetwork(pair: Pair): Promise<SoundNetworkReport> {
  const { data, databaseUrl } = await pair.copy();
  let offered = 0;
  const centre = await startCentre({
    databaseUrl,
    signingKey: pair.signingKey,
    clock: systemClock,
    alter: counting((rows) => {
      offered += rows;
    }),
  });
  const kiosk = startCore(data, centre.url);
  try {
    await kiosk.status();
    const startMs = performance.now();
    await kiosk.tryNow();
    await until('everything to be sent', async () => (await kiosk.status()).unsent === 0);
    const sentInMs = performance.now() - startMs;

    const before = await countKept(centre.database);
    offered = 0;
    await centre.database.query(CENTRE.renew, [new Date().toISOString(), crypto.randomUUID()]);
    const againMs = performance.now();
    await kiosk.tryNow();
    await until('all of it once more', async () => offered >= before && (await kiosk.status()).unsent === 0);
    const sentAgainInMs = performance.now() - againMs;
    const after = await countKept(centre.database);

    await kiosk.stop();
    const events = readEvents(data);
    const complaints = await compare(centre.database, events, pair.backlog);
    if (after !== before) complaints.push({ promise: 'kept-again', detail: `${before} events became ${after}` });
    return { complaints, events: events.events.length, sentInMs, sentAgainInMs };
  } finally {
    await kiosk.stop();
    await centre.stop();
  }
}

/** Counts the events that the centre inserts, by the length of the statement's fifth parameter, which has one entry per event. */
const counting =
  (count: (rows: number) => void) =>
  (database: Database): Database => {
    const watch = (queries: Queries): Queries => ({
      query(sql, parameters = []) {
        const [, , , , list] = parameters;
        if (sql.startsWith('INSERT INTO event ') && Array.isArray(list)) count(list.length);
        return queries.query(sql, parameters);
      },
    });
    return { ...database, transaction: (work) => database.transaction((queries) => work(watch(queries))) };
  };

async function countKept(database: Database): Promise<number> {
  const [row] = await database.query<{ kept: number }>(
    'SELECT (SELECT count(*) FROM event) + (SELECT count(*) FROM fork) AS kept',
  );
  return row?.kept ?? 0;
}
