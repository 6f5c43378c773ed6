import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parser } from '@prometheus-io/lezer-promql';
import { pino } from 'pino';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { repositoryRoot } from '../../../build/runtime.ts';
import { openPostgres } from '../../../src-central/database/postgres.ts';
import { createHealth } from '../../../src-central/health.ts';
import { listenForMetrics } from '../../../src-central/observation/listener.ts';
import { createMeter } from '../../../src-central/observation/meter.ts';
import { createObserve } from '../../../src-central/observation/observe.ts';
import { REQUEST_ID_HEADER } from '../../../src-main/contract/centre/request-id.ts';
import { startCentreProcess } from '../../support/centre-process.ts';
import { newKeyFile } from '../../support/key-file.ts';
import { namesOf, readMetrics } from '../../support/metrics.ts';
import { type Databases, sharedPostgres, startPostgres } from '../../support/postgres.ts';
import { newEvents, OFFICE, START_MS, startTestCentre } from '../../support/test-centre.ts';

const postgres = sharedPostgres();
const room = join(repositoryRoot, 'src-central', 'observation');

/** A replica whose metrics are read by HTTP, and its log. */
async function startObserved({
  mostKiosks,
  databases = postgres,
}: {
  mostKiosks?: number;
  databases?: Databases;
} = {}) {
  const databaseUrl = await databases.newDatabase();
  const meter = createMeter();
  const lines: Record<string, unknown>[] = [];
  const logger = pino({ level: 'info' }, { write: (line: string) => void lines.push(JSON.parse(line)) });
  const centre = await startTestCentre(databaseUrl, { meter, logger });
  const database = openPostgres(databaseUrl, { connections: 3, onTrouble: () => {} });
  onTestFinished(() => database.close());
  const health = createHealth({ database, schemaVersion: 1, isOpen: () => true, isDraining: () => false });
  const clock = { nowMs: () => centre.clock.ms };
  const bound = mostKiosks === undefined ? {} : { mostKiosks };
  const observe = createObserve({ database, clock, health, meter, patienceMs: 500, ...bound });
  const listener = await listenForMetrics({ host: '127.0.0.1', port: 0 }, meter, observe);
  onTestFinished(() => listener.close());
  return { centre, database, databaseUrl, lines, read: () => readMetrics(listener.address), address: listener.address };
}

describe('the metrics', () => {
  it('count requests by operation and class, refusals, events by result and delay, and dead letters', async () => {
    const { centre, read } = await startObserved();
    const kiosk = await centre.enrol(1);
    const make = newEvents();
    const at = { at: { wall: new Date(START_MS - 20_000).toISOString(), trust: 'trusted' } };
    const letter = make.next('upload-rejected', {
      eventId: randomUUID(),
      problem: 'urn:torn:problem:malformed-request',
    });
    const events = [
      { ...make.issued(1), ...at },
      { ...letter, ...at },
    ];
    await kiosk.send(events);
    await kiosk.send(events);
    await kiosk.send(['no event']);
    await centre.order('revokeKiosk', { kioskId: randomUUID() }, { reason: 'prova' });
    await fetch(`${centre.url}/a-word-that-somebody-types`);
    const { samples } = await read();
    const valueNamed = (name: string) => samples.get(name);
    const requests = 'http_server_request_duration_seconds_count';
    expect(valueNamed(`${requests}{operation="uploadEvents",status_class="2xx"}`)).toBe(3);
    expect(valueNamed(`${requests}{operation="revokeKiosk",status_class="4xx"}`)).toBe(1);
    expect(valueNamed(`${requests}{operation="none",status_class="4xx"}`)).toBe(1);
    expect(valueNamed('torn_problems_total{kind="not-found"}')).toBe(2);
    expect(valueNamed('torn_events_total{result="stored"}')).toBe(2);
    expect(valueNamed('torn_events_total{result="duplicate"}')).toBe(2);
    expect(valueNamed('torn_events_total{result="rejected"}')).toBe(1);
    expect(valueNamed('torn_dead_letters_reported_total')).toBe(1);
    expect(valueNamed('torn_ingest_lag_seconds_count')).toBe(2);
    expect(valueNamed('torn_ingest_lag_seconds_sum')).toBe(40);
    expect([...samples.keys()].join()).not.toContain('somebody-types');
  });

  it('give the silence of each kiosk that is not revoked, up to a limit, and say when there are more', async () => {
    const { centre, read } = await startObserved({ mostKiosks: 2 });
    await centre.order('publishProfile', { officeId: OFFICE }, {});
    const kiosks = [await centre.enrol(1), await centre.enrol(2), await centre.enrol(3)];
    await centre.database.query(`INSERT INTO city (name, since) VALUES ('terrassa', now()) ON CONFLICT DO NOTHING`);
    await kiosks[2]?.send([newEvents().issued(1)]);
    await centre.database.query(`UPDATE kiosk SET enrolled_at = $1`, [new Date(START_MS - 3_600_000).toISOString()]);
    centre.clock.ms += 60_000;
    const silence = async () =>
      [...(await read()).samples].filter(([name]) => name.startsWith('torn_kiosk_silence_seconds'));
    expect((await silence()).map(([, seconds]) => seconds)).toEqual([3_660, 3_660]);
    expect((await read()).samples.get('torn_kiosk_silence_cut')).toBe(1);
    await centre.order('revokeKiosk', { kioskId: kiosks[0]?.kioskId ?? '' }, { reason: 'prova' });
    const labels = `city_id="terrassa",office_id="${OFFICE}",kiosk_id`;
    expect(new Map(await silence())).toEqual(
      new Map([
        [`torn_kiosk_silence_seconds{${labels}="${kiosks[1]?.kioskId}"}`, 3_660],
        [`torn_kiosk_silence_seconds{${labels}="${kiosks[2]?.kioskId}"}`, 60],
      ]),
    );
    expect((await read()).samples.get('torn_kiosk_silence_cut')).toBe(0);
  });

  it('give a standby’s delay, and report a lost database at once without old values', async () => {
    const server = await startPostgres();
    onTestFinished(() => server.stop());
    const { centre, read, database } = await startObserved({ databases: server });
    await centre.enrol(1);
    await database.query(`INSERT INTO city (name, since) VALUES ('terrassa', now()) ON CONFLICT DO NOTHING`);
    const standby = await server.newStandby();
    onTestFinished(() => standby.stop());
    const lag = 'torn_replication_lag_bytes{standby="walreceiver"}';
    let samples = (await read()).samples;
    while (samples.get(lag) !== 0) {
      await pause(20);
      samples = (await read()).samples;
    }
    expect(samples.get('torn_replication_lag_seconds{standby="walreceiver"}')).toBeGreaterThanOrEqual(0);
    expect(samples.get('torn_readiness{state="ready"}')).toBe(1);
    expect(samples.get('db_client_connection_max')).toBe(3);
    const open = ['idle', 'used'].map(
      (state) => samples.get(`db_client_connection_count{state="${state}"}`) ?? Number.NaN,
    );
    expect(Math.max(...open)).toBeGreaterThan(0);
    await server.kill();
    samples = (await read()).samples;
    expect(samples.get('torn_readiness{state="store-unreachable"}')).toBe(1);
    expect(samples.get('torn_readiness{state="ready"}')).toBe(0);
    expect([...samples.keys()].filter((name) => /silence_seconds|lag_(bytes|seconds)\{/.test(name))).toEqual([]);
  });

  it('have their own address, apart from the kiosks’ address', async () => {
    const environment = {
      DATABASE_URL: await postgres.newDatabase(),
      CENTRE_KEY_FILE: newKeyFile(),
      METRICS_PORT: '0',
    };
    const replica = await startCentreProcess(environment);
    onTestFinished(() => replica.stop());
    const address = /"event":"metrics","address":"([^"]+)"/.exec(replica.log())?.[1] ?? '';
    expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/metrics$/);
    expect(new URL(address).port).not.toBe(new URL(replica.url).port);
    const { samples } = await readMetrics(address);
    expect(samples.get('torn_readiness{state="ready"}')).toBe(1);
    expect(samples.get('process_resident_memory_bytes')).toBeGreaterThan(0);
    expect((await fetch(`${replica.url}/metrics`)).status).toBe(404);
    expect((await fetch(new URL('/v1/time', address))).status).toBe(404);
    await replica.stop('SIGTERM');
    expect(await replica.ended).toBe(0);
  });
});

const Rules = z.object({
  groups: z.array(
    z.object({
      rules: z.array(
        z.object({
          alert: z.string(),
          expr: z.string(),
          for: z.string().optional(),
          labels: z.object({ severity: z.enum(['warning', 'critical']) }),
          annotations: z.object({ summary: z.string() }),
        }),
      ),
    }),
  ),
});
const Dashboard = z.object({
  panels: z.array(z.object({ title: z.string(), targets: z.array(z.object({ expr: z.string() })) })),
});

/** The metrics that a PromQL expression names. Throws if it cannot be parsed. */
function metricsIn(expression: string): string[] {
  const names: string[] = [];
  parser.parse(expression).iterate({
    enter({ type, from, to }) {
      if (type.isError) throw new Error(`cannot be read at ${from}: ${expression}`);
      if (type.name === 'Identifier') names.push(expression.slice(from, to));
    },
  });
  return names;
}

describe('the shipped configuration for monitoring', () => {
  const rules = Rules.parse(parse(readFileSync(join(room, 'alerts.yaml'), 'utf8'))).groups.flatMap(
    (group) => group.rules,
  );
  const panels = Dashboard.parse(JSON.parse(readFileSync(join(room, 'dashboard.json'), 'utf8'))).panels;
  const shown = panels.flatMap(({ title, targets }) =>
    // Grafana replaces `$__rate_interval` with a duration.
    targets.map(({ expr }) => ({ of: title, expr: expr.replaceAll('$__rate_interval', '5m') })),
  );
  const all = [...rules.map(({ alert, expr }) => ({ of: alert, expr })), ...shown];

  it('uses only existing metrics, and each of ours but one, in expressions that Prometheus can parse', async () => {
    const exposition = await (await startObserved()).read();
    const known = namesOf(exposition);
    // The capacity alert extrapolates the growth of this metric.
    expect(exposition.samples.get('torn_database_bytes')).toBeGreaterThan(1e6);
    expect(rules.find(({ alert }) => alert === 'TornDatabaseGrows')?.expr).toContain('predict_linear');
    // Prometheus itself provides `up` for each address that it reads.
    known.add('up');
    expect(all.length).toBeGreaterThan(20);
    for (const { of, expr } of all) {
      const names = metricsIn(expr);
      expect(names.length, of).toBeGreaterThan(0);
      for (const name of names) expect([...known], of).toContain(name);
    }
    const asked = all.flatMap(({ expr }) => metricsIn(expr));
    const ours = [...exposition.families.keys()].filter((name) => /^(torn|db_client|http_server)_/.test(name));
    const unnamed = ours.filter((name) => !asked.some((one) => one.startsWith(name)));
    expect(unnamed).toEqual(['torn_kiosk_silence_cut']);
  });

  it('would fail with a wrong metric or expression', () => {
    expect(metricsIn('sum by (le) (rate(torn_events_totl[5m]))')).toEqual(['torn_events_totl']);
    expect(() => metricsIn('sum by (le (rate(torn_events_total[5m]))')).toThrow('cannot be read');
  });
});

describe('a request', () => {
  it('has one id in the answer, the problem and the log: the one that its sender gave', async () => {
    const { centre, lines } = await startObserved();
    const kiosk = await centre.enrol(1);
    const done = randomUUID();
    const refused = randomUUID();
    const make = newEvents();
    const headers = (id: string) => ({
      'content-type': 'application/json',
      'content-encoding': 'gzip',
      [REQUEST_ID_HEADER]: id,
    });
    const good = await kiosk.upload([make.issued(1)], { headers: headers(done) });
    expect(good.headers[REQUEST_ID_HEADER]).toBe(done);
    expect(lines).toContainEqual(
      expect.objectContaining({
        event: 'answered',
        requestId: done,
        operation: 'uploadEvents',
        params: { cityId: 'terrassa', kioskId: kiosk.kioskId },
      }),
    );
    const bad = await kiosk.upload([make.issued(2)], { headers: headers(refused), body: Buffer.from('{') });
    expect(bad.status).toBeGreaterThanOrEqual(400);
    expect(bad.body).toMatchObject({ requestId: refused });
    expect(bad.headers[REQUEST_ID_HEADER]).toBe(refused);
    expect(lines).toContainEqual(expect.objectContaining({ event: 'refused', requestId: refused }));
  });

  it('gets our own id when its sender’s id has another form', async () => {
    const { centre, lines } = await startObserved();
    const kiosk = await centre.enrol(1);
    for (const word of ['x', 'torn_secret', '{"level":60}', `${randomUUID()}0`]) {
      const given = { 'content-type': 'application/json', 'content-encoding': 'gzip', [REQUEST_ID_HEADER]: word };
      const { headers } = await kiosk.upload([newEvents().issued(1)], { headers: given });
      expect(headers[REQUEST_ID_HEADER]).toMatch(/^[0-9a-f-]{36}$/);
      expect(lines.map(({ requestId }) => requestId)).not.toContain(word);
    }
  });
});
