import { type Clock, instantOf, secondsSince } from '../clock.ts';
import type { Database, Queries } from '../database/database.ts';
import type { Health } from '../health.ts';
import { onceAtATime, ROUNDS } from '../rounds.ts';
import type { Meter } from './meter.ts';

export const OBSERVE = {
  kiosks: `SELECT kiosk.kiosk_id AS "kioskId", kiosk.office_id AS "officeId",
      coalesce(kiosk_contact.last_heard_at, kiosk.enrolled_at) AS "heardAt"
    FROM kiosk JOIN kiosk_contact ON kiosk_contact.city_id = kiosk.city_id AND kiosk_contact.kiosk_id = kiosk.kiosk_id
    WHERE kiosk.city_id = $1 AND kiosk.revoked_at IS NULL ORDER BY "heardAt" LIMIT $2::int`,
  lateMessages: `SELECT count(*)::int AS messages FROM alarm_message
    WHERE city_id = $1 AND sent_at IS NULL AND written_at < $2::timestamptz`,
  /**
   * The delay of each standby. There are no rows if this database is itself a standby, and only rows without figures for a role without
   * pg_monitor.
   */
  standbys: `SELECT application_name AS standby, extract(epoch FROM replay_lag)::double precision AS seconds,
      CASE WHEN pg_is_in_recovery() THEN NULL ELSE pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn)::double precision END AS bytes
    FROM pg_stat_replication ORDER BY application_name LIMIT 16`,
  size: `SELECT pg_database_size(current_database())::double precision AS bytes`,
} as const;

/** Each kiosk is a time series in the monitoring system. This limit is enough for 80 towns of 25 kiosks. */
const MOST_KIOSKS = 2_000;
/** An alarm message that is unsent after this long counts as late: its mail server or receiver does not accept it. */
const LATE_AFTER_MS = 900_000;
const PATIENCE_MS = 2_000;

export interface ObserveParts {
  database: Database;
  clock: Clock;
  health: Health;
  meter: Meter;
  mostKiosks?: number;
  patienceMs?: number;
}

/**
 * Creates the function that updates the gauges for a scrape. Nothing is read without a scrape, and simultaneous scrapes share one read. A
 * value that could not be read is left out, not repeated.
 */
export function createObserve(parts: ObserveParts): () => Promise<void> {
  const { database, meter, patienceMs = PATIENCE_MS } = parts;
  const read = onceAtATime(() => readDatabase(parts));
  return async () => {
    readPool(database, meter);
    const { promise: late, resolve } = Promise.withResolvers<'late'>();
    const timer = setTimeout(() => resolve('late'), patienceMs);
    if ((await Promise.race([read(), late])) === 'late') {
      forget(meter);
      meter.gauges.readiness('store-unreachable');
    }
    clearTimeout(timer);
  };
}

function readPool({ pool }: Database, { gauges }: Meter): void {
  if (!pool) return;
  const { used, idle, waiting, most } = pool();
  gauges.connections.set({ state: 'used' }, used);
  gauges.connections.set({ state: 'idle' }, idle);
  gauges.waiting.set(waiting);
  gauges.mostConnections.set(most);
}

function forget({ gauges }: Meter): void {
  const { silence, lateMessages, lagSeconds, lagBytes, databaseBytes } = gauges;
  for (const gauge of [silence, lateMessages, lagSeconds, lagBytes, databaseBytes]) gauge.reset();
}

async function readDatabase({ database, clock, health, meter, mostKiosks = MOST_KIOSKS }: ObserveParts) {
  const state = await health.ask();
  meter.gauges.readiness(state);
  try {
    if (state === 'store-unreachable' || state === 'schema-older') return forget(meter);
    const kiosks = await silentKiosks(database, mostKiosks);
    const standbys = await database.query<{ standby: string; seconds: number | null; bytes: number | null }>(
      OBSERVE.standbys,
    );
    const late = await lateMessages(database, clock.nowMs());
    const [size] = await database.query<{ bytes: number }>(OBSERVE.size);
    forget(meter);
    if (size !== undefined) meter.gauges.databaseBytes.set(size.bytes);
    for (const { cityId, messages } of late) meter.gauges.lateMessages.set({ city_id: cityId }, messages);
    meter.gauges.isCut.set(kiosks.length > mostKiosks ? 1 : 0);
    for (const { heardAt, cityId, officeId, kioskId } of kiosks.slice(0, mostKiosks))
      meter.gauges.silence.set(
        { city_id: cityId, office_id: officeId, kiosk_id: kioskId },
        secondsSince(heardAt, clock.nowMs()),
      );
    for (const { standby, seconds, bytes } of standbys) {
      if (bytes !== null) meter.gauges.lagBytes.set({ standby }, bytes);
      // PostgreSQL reports no lag time for a standby that has caught up.
      if (bytes !== null || seconds !== null) meter.gauges.lagSeconds.set({ standby }, seconds ?? 0);
    }
  } catch {
    forget(meter);
  }
}

interface SilentKiosk {
  cityId: string;
  officeId: string;
  kioskId: string;
  heardAt: string;
}

/** Reads kiosks city by city until `most` + 1 are found, because one more than `most` shows that some are left out. */
async function silentKiosks(queries: Queries, most: number): Promise<SilentKiosk[]> {
  const kiosks: SilentKiosk[] = [];
  for (const { name: cityId } of await queries.query<{ name: string }>(ROUNDS.cities)) {
    const left = most + 1 - kiosks.length;
    if (left <= 0) break;
    const rows = await queries.query<Omit<SilentKiosk, 'cityId'>>(OBSERVE.kiosks, [cityId, left]);
    kiosks.push(...rows.map((row) => ({ cityId, ...row })));
  }
  return kiosks;
}

async function lateMessages(queries: Queries, nowMs: number): Promise<{ cityId: string; messages: number }[]> {
  const late: { cityId: string; messages: number }[] = [];
  for (const { name: cityId } of await queries.query<{ name: string }>(ROUNDS.cities)) {
    const [row] = await queries.query<{ messages: number }>(OBSERVE.lateMessages, [
      cityId,
      instantOf(nowMs - LATE_AFTER_MS),
    ]);
    late.push({ cityId, messages: row?.messages ?? 0 });
  }
  return late;
}
