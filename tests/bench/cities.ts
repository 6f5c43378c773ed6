import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { pino } from 'pino';
import { makeToken } from '../../src-central/administration/access-tokens.ts';
import { auditCsv } from '../../src-central/administration/audit-list.ts';
import type { Database } from '../../src-central/database/database.ts';
import { openPostgres } from '../../src-central/database/postgres.ts';
import { officeFigures } from '../../src-central/figures/office-figures.ts';
import { findTurn } from '../../src-central/phone/find-turn.ts';
import { rebuild } from '../../src-central/projections/rebuild.ts';
import { createCentre } from '../../src-central/replica.ts';
import { runCity } from '../../src-central/retention/enforce.ts';
import { OFFICE_WATCH } from '../../src-central/wake-ups/office-watch.ts';
import { ChannelId } from '../../src-main/contract/centre/appointments.ts';
import { CityId, OfficeId } from '../../src-main/contract/shared/ids.ts';
import { DEFAULT_TERMS } from '../../src-main/contract/shared/retention.ts';
import { keyToPem, newSigningKey, type SigningKey } from '../../src-main/signing/keys.ts';
import { type Centre, callAsChannel } from '../conformance/centre.ts';
import { expectAnswer } from '../conformance/expectations.ts';
import { enrol, type TestKiosk } from '../conformance/kiosk.ts';
import { tryRules } from '../conformance/suite.ts';
import { dayFromNow, printEnded, publish, SERVICE, turn } from '../conformance/trial.ts';
import { startCentreProcess } from '../support/centre-process.ts';
import { enrolAll } from '../support/enrolled-kiosks.ts';
import { startPostgres } from '../support/postgres.ts';
import { against, type Figure, percentile } from './figures.ts';
import { type Cost, costsOf, type Recorded, recording } from './recorded-queries.ts';
import { listenAll, processorMs, requireDescriptors, residentMb, type StreamKiosk } from './streams.ts';

const CITIES = 1_000;
const OFFICES = 25;
const TURNS_OF_OFFICE = 16;
const BOOKINGS_OF_OFFICE = 10;
const CITY = CityId.parse('ciutat-0');
const HOUR_MS = 3_600_000;
const IDLE_MS = 10_000;
/**
 * The bench counts the rows that a statement reads with one city, with a tenth of the cities and with all cities. The count with all cities
 * may be at most this many times the larger of the other two counts, plus `MOST_MORE_ROWS`, because PostgreSQL chooses at random between
 * plans of equal cost that read different numbers of rows. A statement that reads other cities' rows, too, would read ten times as many.
 */
const MOST_GROWTH = 2;
const MOST_MORE_ROWS = 20;

/**
 * Records every SQL statement of the centre in the conformance suite and the nightly work. Measures each statement by EXPLAIN for a city of
 * 25 offices that is alone in the database, and for the same city among 999 others of its size. Then measures a replica with one stream of
 * wake-ups for each city, against a replica with as many streams for one city.
 */
export async function benchCities(cities: number = CITIES): Promise<Figure[]> {
  requireDescriptors(cities);
  const folder = mkdtempSync(join(tmpdir(), 'torn-bench-'));
  const postgres = await startPostgres({ more: { shared_buffers: '512MB', max_wal_size: '4GB' } });
  const databaseUrl = await postgres.newDatabase();
  const database = openPostgres(databaseUrl, { connections: 10, onTrouble: () => {} });
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const signingKey = newSigningKey();
    const recorded = await liveADay(database, signingKey);
    await client.query('VACUUM ANALYZE');
    const alone = await costsOf(client, recorded);
    // PostgreSQL scans a small table whole and searches a large one by index. So a tenth of the cities is measured
    // first, and only an increase after that is growth.
    const tenth = Math.max(2, Math.round(cities / 10));
    await copyCity(client, 1, tenth);
    const few = await costsOf(client, recorded);
    await copyCity(client, tenth, cities);
    const among = await costsOf(client, recorded);
    const keyFile = join(folder, 'centre.pem');
    writeFileSync(keyFile, keyToPem(signingKey), { mode: 0o600 });
    // The first start compiles the program, and all later ones use the result.
    await atReplica(databaseUrl, keyFile, []);
    const replica = (kiosks: readonly StreamKiosk[]) => atReplica(databaseUrl, keyFile, kiosks);
    const ofOne = await replica(await kiosksOfOneCity(database, cities));
    const ofEach = await replica(await kiosksOfEachCity(database, cities));
    const rounds = await roundsOf(database, cities);
    return [
      ...statementFigures(alone, few, among),
      against('cities-replica-memory', 'MB', [ofEach.mb], ofOne.mb),
      against('cities-replica-idle', 'ms of processor per s', [ofEach.cpuMs], ofOne.cpuMs),
      against('cities-hint-round', 'ms', rounds.each, percentile(rounds.one, 0.5)),
    ];
  } finally {
    await client.end();
    await database.close();
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Records all statements of the centre in a day of one city: those of the contract's operations, and those of its
 * background work.
 */
async function liveADay(database: Database, signingKey: SigningKey): Promise<Recorded> {
  const recorded: Recorded = new Map();
  const watched = recording(database, recorded);
  // The centre limits the number of pairings within a period, so the clock begins as many hours ago as there are offices, and moves an hour
  // forward after the pairings of each office.
  let agoMs = OFFICES * HOUR_MS;
  const clock = { nowMs: () => Date.now() - agoMs };
  const server = await createCentre({
    database: watched,
    clock,
    signingKey,
    nextKey: null,
    environment: 'test',
    tls: null,
    behindProxy: false,
    maxInFlight: 200,
    logger: pino({ level: 'silent' }),
  });
  const url = await server.listen('127.0.0.1', 0);
  const token = await makeToken(watched, CITY, 'bench', clock.nowMs());
  const viewerToken = await makeToken(watched, CITY, 'bench viewer', clock.nowMs(), null, { role: 'viewer' });
  const channelToken = await makeToken(watched, CITY, 'bench web', clock.nowMs(), ChannelId.parse('web'));
  const centre: Centre = { url, cityId: CITY, token, channelToken, viewerToken };
  const kiosks: { officeId: string; kiosk: TestKiosk }[] = [];
  for (let office = 0; office < OFFICES; office += 1) {
    const officeId = `oficina-${office}`;
    await publish(centre, officeId);
    kiosks.push({ officeId, kiosk: await enrol(centre, officeId, 1) });
    agoMs -= HOUR_MS;
  }
  for (const { officeId, kiosk } of kiosks) await openOffice(centre, officeId, kiosk);
  const broken = (await tryRules(centre)).filter((verdict) => verdict.broken !== null);
  if (broken.length > 0) throw new Error(`${broken[0]?.id} is broken: ${broken[0]?.broken}`);
  await workBeside(watched);
  await server.drain();
  return recorded;
}

async function openOffice(centre: Centre, officeId: string, kiosk: TestKiosk): Promise<void> {
  const turns = Array.from({ length: TURNS_OF_OFFICE }, () => turn(kiosk));
  await kiosk.tell(...turns.flatMap((one) => [one, printEnded(kiosk, one.payload.ticketId)]));
  await kiosk.tell(...turns.flatMap(({ payload: { ticketId } }) => ['call', 'finish'].map(atDesk(kiosk, ticketId))));
  const rows = Array.from(
    { length: BOOKINGS_OF_OFFICE },
    (_, at) => `${officeId}-${at},${officeId},${SERVICE.serviceId},${dayFromNow(1)}T10:${10 + at}:00Z`,
  );
  const body = Buffer.from(['reference,officeId,serviceId,start', ...rows].join('\n'));
  const answer = await callAsChannel(centre, 'importAppointments', { body, headers: { 'content-type': 'text/csv' } });
  expectAnswer('importAppointments', answer);
}

const atDesk = (kiosk: TestKiosk, ticketId: string) => (act: string, before: number) =>
  kiosk.event('ticket-life', {
    lifeId: crypto.randomUUID(),
    ticketId,
    rank: before + 1,
    deskId: 'taula-1',
    act,
    ageMs: 0,
  });

/** Runs the statements of the centre's background work. */
async function workBeside(watched: Database): Promise<void> {
  const nowMs = Date.now();
  const officeId = OfficeId.parse('oficina-0');
  await findTurn(watched, CITY, 'A'.repeat(26));
  const month = new Date(nowMs).toISOString().slice(0, 7);
  await officeFigures(watched, { cityId: CITY, officeId, month }, nowMs + 60 * 24 * HOUR_MS);
  for await (const _ of auditCsv(watched, CITY, {}));
  await runCity(watched, { cityId: CITY, terms: DEFAULT_TERMS, clock: { nowMs: () => nowMs } });
  await rebuild(watched, CITY);
  await watched.query(OFFICE_WATCH.changed, [CITY, new Date(nowMs - 60_000).toISOString()]);
}

/**
 * Copies the city's rows to new cities with the numbers `from` (included) to `to` (excluded). Every key begins with
 * the city's id.
 */
async function copyCity(client: pg.Client, from: number, to: number): Promise<void> {
  const { rows } = await client.query<{ table: string; columns: string[] }>(
    `SELECT c.relname AS table, array_agg(quote_ident(a.attname) ORDER BY a.attnum) AS columns FROM pg_class c
      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attname <> 'city_id'
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
        AND EXISTS (SELECT 1 FROM pg_attribute b WHERE b.attrelid = c.oid AND b.attname = 'city_id')
      GROUP BY c.relname`,
  );
  // Checks of foreign keys are off, because the copies satisfy them as the originals do.
  await client.query('SET session_replication_role = replica');
  for (const { table, columns } of rows) {
    const list = columns.join(', ');
    await client.query(
      `INSERT INTO ${table} (city_id, ${list}) SELECT 'ciutat-' || n, ${list} FROM ${table}, generate_series($1::int, $2::int) n
        WHERE city_id = $3`,
      [from, to - 1, CITY],
    );
  }
  await client.query('SET session_replication_role = origin');
  await client.query('VACUUM ANALYZE');
}

type Costs = ReadonlyMap<string, Cost>;

/**
 * Counts the statements that read too many more rows with all cities, and those whose plan would read rows of every
 * city. Prints both kinds and the three slowest statements to stderr.
 */
function statementFigures(alone: Costs, few: Costs, among: Costs): Figure[] {
  const pairs = [...among].flatMap(([sql, now]) => {
    const [before, tenth] = [alone.get(sql), few.get(sql)];
    return before && tenth ? [{ sql, before, tenth, now }] : [];
  });
  const slowest = pairs.toSorted((a, b) => b.now.ms - a.now.ms);
  const most = (before: Cost, tenth: Cost): number => Math.max(before.rows, tenth.rows) * MOST_GROWTH + MOST_MORE_ROWS;
  const grown = pairs.filter(({ before, tenth, now }) => now.rows > most(before, tenth));
  const wide = pairs.filter(({ now }) => now.wide.length > 0);
  for (const { sql, before, tenth, now } of [...slowest.slice(0, 3), ...grown, ...wide])
    console.error(
      [
        `${sql.replace(/\s+/g, ' ').slice(0, 160)}: ${now.wide.join(', ')}`,
        `  among all ${now.ms} ms; by indexes ${now.plan.slice(0, 400)}`,
        `  with a tenth of them ${tenth.ms} ms; by indexes ${tenth.plan.slice(0, 400)}`,
        `  alone ${before.ms} ms; by indexes ${before.plan.slice(0, 400)}`,
      ].join('\n'),
    );
  const [first] = slowest;
  const sum = (costs: readonly Cost[]): number => costs.reduce((rows, cost) => rows + cost.rows, 0);
  return [
    against('cities-statements', 'explained', [pairs.length], pairs.length),
    against('cities-statements-grown', 'of them', [grown.length], 0),
    against('cities-statements-wide', 'of them', [wide.length], 0),
    against('cities-rows-of-all', 'rows', [sum(pairs.map(({ now }) => now))], sum(pairs.map(({ tenth }) => tenth))),
    against('cities-slowest', 'ms', [first?.now.ms ?? 0], first?.before.ms ?? 0),
  ];
}

async function kiosksOfOneCity(database: Database, count: number): Promise<StreamKiosk[]> {
  const cityId = 'una-ciutat';
  const kiosks = Array.from({ length: count }, (_, index) => ({
    cityId,
    kioskId: crypto.randomUUID(),
    key: newSigningKey(),
    officeId: `oficina-${index % OFFICES}`,
    slot: 10 + Math.floor(index / OFFICES),
  }));
  await enrolAll(database, cityId, kiosks);
  return kiosks;
}

/**
 * Enrols a kiosk with a new id in each city. The kiosks that `copyCity` made have the same ids in every city, and a
 * replica knows a kiosk by its id alone.
 */
async function kiosksOfEachCity(database: Database, cities: number): Promise<StreamKiosk[]> {
  const kiosks = Array.from({ length: cities }, (_, city) => ({
    cityId: `ciutat-${city}`,
    kioskId: crypto.randomUUID(),
    key: newSigningKey(),
    officeId: 'oficina-0',
    slot: 90,
  }));
  for (const kiosk of kiosks) await enrolAll(database, kiosk.cityId, [kiosk]);
  return kiosks;
}

async function atReplica(
  databaseUrl: string,
  keyFile: string,
  kiosks: readonly StreamKiosk[],
): Promise<{ mb: number; cpuMs: number }> {
  const settings = { DATABASE_URL: databaseUrl, CENTRE_KEY_FILE: keyFile, TORN_ENVIRONMENT: 'test' };
  const centre = await startCentreProcess(settings);
  try {
    const listeners = await listenAll(centre.url, kiosks);
    const before = processorMs(centre.child.pid);
    await pause(IDLE_MS);
    const cpuMs = ((processorMs(centre.child.pid) - before) / IDLE_MS) * 1_000;
    const mb = residentMb(centre.child.pid);
    for (const { socket } of listeners) socket.destroy();
    return { mb, cpuMs };
  } finally {
    await centre.stop();
  }
}

const ROUNDS = 10;

/** Measures the milliseconds of a poll for changes in one city's offices, and of a poll for changes in all cities' offices. */
async function roundsOf(database: Database, cities: number): Promise<{ one: number[]; each: number[] }> {
  const since = new Date(Date.now() - 60_000).toISOString();
  const names = Array.from({ length: cities }, (_, city) => `ciutat-${city}`);
  const look = async (count: number): Promise<number> => {
    const start = performance.now();
    if (count === 1) await database.query(OFFICE_WATCH.changed, [CITY, since]);
    else await database.query(OFFICE_WATCH.changedOfMany, [names, since]);
    return performance.now() - start;
  };
  const [one, each]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    one.push(await look(1));
    each.push(await look(cities));
  }
  return { one, each };
}
