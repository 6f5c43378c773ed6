import { Writable } from 'node:stream';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { StoreUnreachable } from '../../../src-central/database/database.ts';
import { rebuild } from '../../../src-central/projections/rebuild.ts';
import { RetentionIncomplete } from '../../../src-central/retention/attempts.ts';
import { DUE_EVENTS } from '../../../src-central/retention/due-events.ts';
import { DUE_ROWS } from '../../../src-central/retention/due-rows.ts';
import { enforce, runCity } from '../../../src-central/retention/enforce.ts';
import { startNightly } from '../../../src-central/retention/nightly.ts';
import {
  ClockBehind,
  claimRun,
  horizonOf,
  lastRunOf,
  MOST_AHEAD_MS,
  RETENTION_RUNS,
} from '../../../src-central/retention/retention-runs.ts';
import { KioskHealths } from '../../../src-main/contract/centre/administration.ts';
import { KioskEvent } from '../../../src-main/contract/shared/events.ts';
import { DEFAULT_TERMS, TermSettings, termsWith } from '../../../src-main/contract/shared/retention.ts';
import { HERE } from '../../support/booking.ts';
import { officeAt } from '../../support/city-office.ts';
import { sharedPostgres } from '../../support/postgres.ts';
import { START_MS, type TestCentre, tablesOf, terrassa } from '../../support/test-centre.ts';
import { daysLater, projectionsOf, startVisits, textOf } from '../../support/visits.ts';

const postgres = sharedPostgres();
const start = async () => startVisits(await postgres.newDatabase());
const EVENT_TABLES = ['event', 'fork', 'stream', 'alarm', 'appointment', 'audit'] as const;
const terms = DEFAULT_TERMS;
const endAt = (centre: TestCentre, horizonMs: number, more = {}) =>
  enforce(centre.database, { cityId: terrassa, horizonMs, terms, ...more });
const found = (text: string, traces: readonly string[]) => traces.filter((trace) => text.includes(trace));

describe('the centre’s data of a visit', () => {
  it('is deleted class by class, and rebuilt projections equal those that retention has left, at any time', async () => {
    const { centre, here, prove, traces } = await start();
    centre.clock.ms = daysLater(100);
    await here.send([prove('AAAA11112222')]);
    const seen: Record<number, unknown> = {};
    let left366: unknown[] | undefined = [];
    for (const day of [0, 1, 2, 15, 91, 366, 467]) {
      seen[day] = await endAt(centre, daysLater(day));
      const left = await projectionsOf(centre);
      if (day === 366) left366 = left.attendance_proof;
      await rebuild(centre.database, terrassa);
      expect(await projectionsOf(centre), `day ${day}`).toEqual(left);
      // Two weeks after the day, no table contains the ids of its appointments.
      const past = traces.appointments.slice(1, 3);
      expect(found(await textOf(centre.database), past), `day ${day}`).toEqual(day < 15 ? past : []);
    }
    // Nothing is deleted on the visit's day. The requests for attention are deleted in the second night, the visit's identifiers after two
    // weeks, and the proof of attendance after a year.
    expect(seen[0]).toEqual({});
    expect(seen[1]).toMatchObject({ 'booking-secret': 2 });
    expect(seen[2]).toMatchObject({ need: 13 });
    expect(seen[15]).toMatchObject({ booking: 2 });
    expect(seen[91]).toMatchObject({ 'unread-event': 2 });
    expect(seen[366]).toMatchObject({ attendance: 4 });
    const text = await textOf(centre.database);
    for (const list of Object.values(traces)) expect(found(text, list)).toEqual([]);
    expect(left366).toHaveLength(1);
    expect((await projectionsOf(centre)).attendance_proof).toEqual([]);
  });

  it('is complete while its term runs, and a future booking keeps its identifiers', async () => {
    const { centre, traces, here, arrive, book, make } = await start();
    const far = await book('VISIT-EARLY', { start: new Date(daysLater(20)).toISOString() });
    await here.send(arrive(far, {}, make));
    await endAt(centre, daysLater(16));
    const text = await textOf(centre.database);
    expect(found(text, traces.references)).toEqual(['VISIT-MOVED', 'VISIT-FAR', 'VISIT-EARLY']);
    const [held] = await centre.database.query(
      'SELECT appointment_id FROM appointment_check_in WHERE appointment_id = $1',
      [far],
    );
    expect(held).toBeDefined();
    expect(found(text, traces.followTokens)).toEqual([]);
  });

  it('takes a repeated event for the same one after deletion: no data returns, without a fork or an alarm', async () => {
    const { centre, here, there, sent, forked, sentThere, traces } = await start();
    await endAt(centre, daysLater(400));
    const before = await tablesOf(centre.database, EVENT_TABLES);
    const projected = await projectionsOf(centre);
    centre.clock.ms = daysLater(30);
    const answers = [await here.send(sent), await here.send(forked), await there.send(sentThere)];
    expect([...new Set(answers.flatMap(({ items }) => items).map(({ status }) => status))]).toEqual(['duplicate']);
    expect(await tablesOf(centre.database, EVENT_TABLES)).toEqual(before);
    expect(await projectionsOf(centre)).toEqual(projected);
    const text = await textOf(centre.database);
    for (const list of Object.values(traces)) expect(found(text, list)).toEqual([]);
  });

  it('has a late event’s term counted from its receipt', async () => {
    const { centre, here, arrive, traces } = await start();
    centre.clock.ms = daysLater(20);
    await here.send(arrive(traces.appointments[2] ?? null));
    await endAt(centre, daysLater(21));
    const [first = '', late = ''] = [traces.followTokens[0], traces.followTokens.at(-1)];
    expect(found(await textOf(centre.database), [first, late])).toEqual([late]);
    await endAt(centre, daysLater(22));
    expect(found(await textOf(centre.database), [late])).toEqual([]);
  });

  it('is deleted the same way when the run is cut off after every batch, and when three replicas start at once', async () => {
    const { centre } = await start();
    const order = { size: 2, horizonMs: daysLater(400) };
    let cuts = 0;
    for (; ; cuts += 1) {
      let batches = 0;
      const onBatch = async () => {
        batches += 1;
        if (batches > 3) throw new Error('cut off');
      };
      const ended = await endAt(centre, order.horizonMs, { ...order, onBatch }).catch(() => null);
      const left = await projectionsOf(centre);
      await rebuild(centre.database, terrassa);
      expect(await projectionsOf(centre)).toEqual(left);
      if (ended !== null || cuts > 3) break;
    }
    await Promise.all([1, 2, 3].map(() => endAt(centre, order.horizonMs, order)));
    expect(await endAt(centre, order.horizonMs)).toEqual({});
    const other = await start();
    await endAt(other.centre, order.horizonMs);
    const sizes = async ({ database }: TestCentre) =>
      Object.entries(await tablesOf(database, EVENT_TABLES)).map(([name, rows]) => [name, rows.length]);
    expect(await sizes(centre)).toEqual(await sizes(other.centre));
  });

  it('is found by an index, and listed in advance by a dry run, which changes nothing', async () => {
    const { centre } = await start();
    await centre.database.transaction(async (queries) => {
      await queries.query('SET LOCAL enable_seqscan = off');
      const key = [terrassa, '00000000-0000-4000-8000-000000000000', '2026-11-25T00:00:00Z', '0001-01-01T00:00:00Z'];
      const nil = '00000000-0000-0000-0000-000000000000';
      const plan = await queries.query(`EXPLAIN ${DUE_EVENTS.events}`, [...key, nil, 0, 0, nil, 10]);
      expect(JSON.stringify(plan)).toMatch(/event_\d_to_blank/);
    });
    // The index lists every type of event of this release, because each night reads all events of other types again.
    for (const { shape } of KioskEvent.options) expect(DUE_EVENTS.events).toContain(`'${shape.type.value}'`);
    const before = await textOf(centre.database);
    const planned = await endAt(centre, daysLater(2), { isDryRun: true });
    expect(await textOf(centre.database)).toBe(before);
    expect(await endAt(centre, daysLater(2))).toEqual(planned);
    expect(planned.need).toBeGreaterThan(0);
  });

  it('is counted by the service days of each office’s own zone', async () => {
    const { centre, traces } = await start();
    await officeAt(centre, HERE).publish('2026-11-01', { zone: 'Atlantic/Canary' });
    // The service day has begun in Madrid, and begins half an hour later on the Canaries.
    const horizonMs = Date.parse('2026-11-27T03:30:00Z');
    const [here = '', there = ''] = [traces.followTokens[0], traces.followTokens.at(-1)];
    await endAt(centre, horizonMs);
    expect(found(await textOf(centre.database), [here, there])).toEqual([here]);
    await endAt(centre, horizonMs + 3_600_000);
    expect(found(await textOf(centre.database), [here, there])).toEqual([]);
  });

  it('is listed by a dry run of the city, which changes nothing, counts as no run and needs no lease', async () => {
    const { centre } = await start();
    const clock = { nowMs: () => daysLater(2) };
    const run = await claimRun(centre.database, terrassa, clock);
    const before = await textOf(centre.database);
    const dry = await runCity(centre.database, { cityId: terrassa, terms, clock, isDryRun: true });
    expect(dry?.counts.need).toBeGreaterThan(0);
    expect(await textOf(centre.database)).toBe(before);
    expect(await lastRunOf(centre.database, terrassa)).toBeNull();
    await run?.release();
    expect(await runCity(centre.database, { cityId: terrassa, terms, clock })).toEqual(dry);
  });

  it('is kept as long as the city has set', async () => {
    const { centre, traces } = await start();
    await endAt(centre, daysLater(1), { terms: termsWith(TermSettings.parse({ need: 0 })) });
    expect(found(await textOf(centre.database), traces.followTokens)).toEqual([]);
  });
});

describe('the centre’s data of its staff', () => {
  it('is deleted after two years: acts, names beside decisions and tokens; addresses and quarantine much earlier', async () => {
    const { centre, here, make } = await start();
    const ticket = (await tablesOf(centre.database, ['ticket'])).ticket?.[0] as { row: { ticket_id: string } };
    expect((await centre.order('voidTicket', { ticketId: ticket.row.ticket_id })).status).toBeLessThan(300);
    await centre.order(
      'pauseService',
      { officeId: HERE, serviceId: 'tramits' },
      { until: new Date(daysLater(1)).toISOString() },
    );
    await centre.order('revokeKiosk', { kioskId: here.kioskId }, { reason: 'prova' });
    expect((await here.upload([make.issued(900)])).problem).toBe('kiosk-revoked');
    await centre.database.query('UPDATE access_token SET withdrawn_at = $1', [new Date(START_MS).toISOString()]);
    const sizes = async () => {
      const tables = ['audit', 'enrolment', 'rate_window', 'quarantine', 'access_token', 'office_change'];
      return Object.fromEntries(
        Object.entries(await tablesOf(centre.database, tables)).map(([name, rows]) => [name, rows.length > 0]),
      );
    };
    const all = {
      audit: true,
      enrolment: true,
      rate_window: true,
      quarantine: true,
      access_token: true,
      office_change: true,
    };
    expect(await sizes()).toEqual(all);
    await endAt(centre, daysLater(0.9));
    expect(await sizes()).toEqual(all);
    await endAt(centre, daysLater(1.1));
    expect(await sizes()).toEqual({ ...all, rate_window: false });
    await endAt(centre, daysLater(31));
    expect(await sizes()).toMatchObject({ quarantine: false, enrolment: true });
    await endAt(centre, daysLater(729));
    expect(await sizes()).toMatchObject({ audit: true, access_token: true, enrolment: false, office_change: false });
    expect(await textOf(centre.database)).toContain('Montserrat Prova');
    await endAt(centre, daysLater(732));
    expect(await sizes()).toMatchObject({ audit: false, access_token: false });
    expect(await textOf(centre.database)).not.toContain('Montserrat Prova');
    expect((await tablesOf(centre.database, ['ticket_void', 'kiosk', 'service_pause'])).ticket_void).toHaveLength(1);
  });
});

describe('a run', () => {
  it('deletes what it can when one part fails, counts as a run, and names the part', async () => {
    const { centre, traces } = await start();
    const { database } = centre;
    await database.query('ALTER TABLE quarantine RENAME TO gone');
    await database.query('DROP TABLE office_change');
    const failure = await endAt(centre, daysLater(800)).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(RetentionIncomplete);
    expect((failure as Error).message).toMatch(new RegExp(`bookings of ${HERE}.*changes.*quarantine`));
    expect((await tablesOf(database, ['audit'])).audit).toEqual([]);
    expect(found(await textOf(database), traces.followTokens)).toEqual([]);
    const clock = { nowMs: () => START_MS };
    await expect(runCity(database, { cityId: terrassa, terms, clock })).rejects.toThrow('quarantine');
    expect((await lastRunOf(database, terrassa))?.horizonAt).toBe(new Date(START_MS).toISOString());
  });

  it('does not compare every row of the audit with every booking', async () => {
    const { centre } = await start();
    const { database } = centre;
    await database.query(`INSERT INTO appointment (city_id, appointment_id, channel_id, reference, office_id, service_id, start_at,
        service_day, key_no, booked_at, changed_at)
      SELECT 'terrassa', gen_random_uuid(), 'web', 'LIVE-' || n, '${HERE}', 'tramits', now(), '2027-01-01', 1, now(), now()
      FROM generate_series(1, 3000) AS n`);
    await database.query(`INSERT INTO audit (city_id, audit_id, at, what, detail)
      SELECT 'terrassa', gen_random_uuid(), '2026-10-01', 'putAppointment',
        jsonb_build_object('appointmentId', appointment_id, 'reference', reference)
      FROM appointment WHERE reference LIKE 'LIVE-%'`);
    await database.query(`INSERT INTO audit (city_id, audit_id, at, what, detail) VALUES
      ('terrassa', gen_random_uuid(), '2026-10-01', 'putAppointment', '{"appointmentId": "no id", "reference": "GONE"}')`);
    await database.query('ANALYZE audit, appointment');
    const due = [terrassa, '2026-11-01T00:00:00Z', 500];
    const plan = JSON.stringify(await database.query(`EXPLAIN ${DUE_ROWS['visit-link'].bookingsInAudit.end}`, due));
    expect(plan).not.toMatch(/Join Filter: [^"]*(reference|appointment_id)/);
    expect(plan).not.toMatch(/SubPlan/);
    expect(await database.query(DUE_ROWS['visit-link'].bookingsInAudit.end, due)).toHaveLength(1);
  });
});

describe('the time that a run uses', () => {
  it('is the earlier of two clocks, and at most two days after the previous run', () => {
    const [today, in2040] = [START_MS, Date.parse('2040-01-01T00:00:00Z')];
    const horizon = (replicaMs: number, databaseMs: number, lastMs: number | null, sinceMs: number | null = null) =>
      horizonOf({ replicaMs, databaseMs, lastMs, sinceMs });
    expect(horizon(in2040, today, null)).toBe(today);
    expect(horizon(today, in2040, null)).toBe(today);
    expect(horizon(in2040, in2040, today)).toBe(today + MOST_AHEAD_MS);
    // After a run with a wrong clock in 2040, today's run is allowed, and deletes nothing early.
    expect(horizon(today, today, in2040)).toBe(today);
    // A clock far behind the last run is wrong, and so are two clocks that are behind the city's first day.
    const in2000 = Date.parse('2000-01-01T00:00:00Z');
    expect(horizon(in2000, today, today)).toBeNull();
    expect(horizon(today, in2000, today)).toBeNull();
    expect(horizon(in2000, in2000, null, today)).toBeNull();
    expect(horizon(today - 1, today, today, today)).toBe(today - 1);
    // A difference of exactly two days is within each bound, and a millisecond more is not.
    const [before, longBefore] = [today - MOST_AHEAD_MS, today - 2 * MOST_AHEAD_MS];
    expect(horizon(before, today, null, today)).toBe(before);
    expect(horizon(before - 1, today, null, today)).toBeNull();
    expect(horizon(longBefore, before, today)).toBe(longBefore);
    expect(horizon(longBefore - 1, before, today)).toBeNull();
    expect(horizon(before, today + 1, today)).toBe(before);
    expect(horizon(before - 1, today + 1, today)).toBeNull();
  });

  it('does not follow a clock back to 2000, before or after the first run', async () => {
    const { centre } = await start();
    const runAt = (nowMs: number) =>
      runCity(centre.database, { cityId: terrassa, terms, clock: { nowMs: () => nowMs } });
    const horizonAt = async () => (await lastRunOf(centre.database, terrassa))?.horizonAt;
    await expect(runAt(Date.parse('2000-01-01T00:00:00Z'))).rejects.toThrow(ClockBehind);
    expect(await horizonAt()).toBeUndefined();
    await runAt(START_MS);
    await expect(runAt(Date.parse('2000-01-01T00:00:00Z'))).rejects.toThrow(ClockBehind);
    // A run that began earlier and ends after another one does not set the stored time back.
    await runAt(START_MS - 3_600_000);
    expect(await horizonAt()).toBe(new Date(START_MS).toISOString());
  });

  it('does not follow a replica whose clock shows 2040', async () => {
    const { centre, traces } = await start();
    await runCity(centre.database, { cityId: terrassa, terms, clock: { nowMs: () => START_MS } });
    const clock = { nowMs: () => Date.parse('2040-01-01T00:00:00Z') };
    const run = await runCity(centre.database, { cityId: terrassa, terms, clock });
    expect(run?.horizonMs).toBeLessThanOrEqual(START_MS + MOST_AHEAD_MS);
    expect(found(await textOf(centre.database), traces.references)).toEqual(traces.references);
    // A lease and a date far in the future, from a wrong clock, do not block other replicas.
    await centre.database.query(
      `UPDATE retention_run SET holder = gen_random_uuid(), lease_until = '2040-01-01', ended_at = '2040-01-01'`,
    );
    expect(
      await runCity(centre.database, { cityId: terrassa, terms, clock: { nowMs: () => centre.clock.ms } }),
    ).not.toBeNull();
  });
});

describe('the nightly run', () => {
  it('is done once by three replicas, logged, and shown beside the kiosks', async () => {
    const { centre } = await start();
    const lines: Record<string, unknown>[] = [];
    const sink = new Writable({
      write(line, _, done) {
        lines.push(JSON.parse(String(line)));
        done();
      },
    });
    const { database, clock } = centre;
    const night = () => startNightly({ database, clock: { nowMs: () => clock.ms }, terms, logger: pino(sink) });
    const replicas = [night(), night(), night()];
    const retention = async () => KioskHealths.parse((await centre.order('listKiosks', {})).body).retention;
    expect(await retention()).toBeNull();
    await Promise.all(replicas.map(({ look }) => look()));
    await Promise.all(replicas.map(({ look }) => look()));
    expect(lines).toEqual([expect.objectContaining({ event: 'retention-done', cityId: 'terrassa', counts: {} })]);
    expect(await retention()).toEqual({
      endedAt: '2026-11-25T10:00:00.000Z',
      horizonAt: '2026-11-25T10:00:00.000Z',
      counts: {},
    });
    // A run is not due 15 hours after the last one, but 39 hours after it, when another night has begun.
    clock.ms = START_MS + 15 * 3_600_000;
    await replicas[0]?.look();
    expect(lines).toHaveLength(1);
    clock.ms = START_MS + 39 * 3_600_000;
    await replicas[1]?.look();
    expect(lines).toHaveLength(2);
    await Promise.all(replicas.map(({ stop }) => stop()));
  });

  it('is given up at once when the replica ends, without a failure in the log', async () => {
    const { centre } = await start();
    centre.clock.ms = daysLater(100);
    const lines: unknown[] = [];
    const write = (line: object) => void lines.push(line);
    const logger = { info: write, warn: write, error: write };
    const database = {
      ...centre.database,
      async query<Row>(sql: string, values?: readonly unknown[]): Promise<Row[]> {
        const rows = await centre.database.query<Row>(sql, values);
        if (sql === RETENTION_RUNS.claim) void nightly.stop();
        return rows;
      },
    };
    const clock = { nowMs: () => centre.clock.ms };
    const nightly = startNightly({ database, clock, terms, logger: logger as never });
    await nightly.look();
    expect(lines).toEqual([]);
    expect(await lastRunOf(centre.database, terrassa)).toBeNull();
    expect(await runCity(centre.database, { cityId: terrassa, terms, clock })).not.toBeNull();
  });

  it('ends as soon as another replica has taken it over', async () => {
    const { centre } = await start();
    centre.clock.ms = daysLater(100);
    const clock = { nowMs: () => centre.clock.ms };
    const database = {
      ...centre.database,
      async query<Row>(sql: string, values?: readonly unknown[]): Promise<Row[]> {
        const rows = await centre.database.query<Row>(sql, values);
        if (sql !== RETENTION_RUNS.claim) return rows;
        centre.clock.ms += 3_600_000;
        expect(await claimRun(centre.database, terrassa, clock)).not.toBeNull();
        return rows;
      },
    };
    await expect(runCity(database, { cityId: terrassa, terms, clock })).rejects.toMatchObject({ name: 'RunTakenOver' });
  });

  it.each([
    ['a database that cannot be reached is a warning', new StoreUnreachable('it was killed'), 40],
    ['anything else that goes wrong is an error', new Error('no such column'), 50],
  ])('%s, and the runs of later nights continue', async (_what, failure, level) => {
    const { centre } = await start();
    const lines: { event: string; level: number }[] = [];
    const sink = new Writable({
      write(line, _encoding, done) {
        lines.push(JSON.parse(String(line)));
        done();
      },
    });
    let isBroken = true;
    const database = {
      ...centre.database,
      query: (...asked: Parameters<typeof centre.database.query>) =>
        isBroken ? Promise.reject(failure) : centre.database.query(...asked),
    } as typeof centre.database;
    const night = startNightly({ database, clock: { nowMs: () => centre.clock.ms }, terms, logger: pino(sink) });
    await night.look();
    expect(lines).toEqual([expect.objectContaining({ event: 'retention-failed', level })]);
    isBroken = false;
    await night.look();
    expect(lines[1]).toMatchObject({ event: 'retention-done' });
    await night.stop();
  });
});
