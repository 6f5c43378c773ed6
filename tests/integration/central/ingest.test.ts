import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { openPglite } from '../../../src-central/database/pglite.ts';
import { STORE_EVENTS } from '../../../src-central/ingest/store-events.ts';
import { createRandom, type Random } from '../../reliability/random.ts';
import { sharedPostgres } from '../../support/postgres.ts';
import {
  newEvents,
  OFFICE,
  PROJECTIONS,
  START_MS,
  startTestCentre,
  tablesOf,
  terrassa,
} from '../../support/test-centre.ts';

const postgres = sharedPostgres();
const start = async () => startTestCentre(await postgres.newDatabase());
const count = async (centre: Awaited<ReturnType<typeof start>>, table: string): Promise<number> =>
  Number((await centre.database.query<{ n: number }>(`SELECT count(*) AS n FROM ${table}`))[0]?.n);

function shuffle<T>(random: Random, list: readonly T[]): T[] {
  const shuffled = [...list];
  for (let last = shuffled.length - 1; last > 0; last -= 1) {
    const other = random.int(0, last);
    [shuffled[last], shuffled[other]] = [shuffled[other] as T, shuffled[last] as T];
  }
  return shuffled;
}

const batchesOf = <T>(list: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(list.length / size) }, (_, index) => list.slice(index * size, (index + 1) * size));

describe.each([
  ['PostgreSQL', start],
  ['PGlite', async () => startTestCentre(await openPglite(null))],
])('events at a centre on %s', (_, begin) => {
  it('are stored once, however often they are sent, and are acknowledged up to the first gap', async () => {
    const centre = await begin();
    const kiosk = await centre.enrol(1);
    const make = newEvents();
    const ticket = make.issued(1);
    const events = [
      ticket,
      make.printed(ticket),
      make.next('printer-condition', { printer: 'main', condition: 'ready' }),
    ];

    const first = await kiosk.send(events);
    expect(first.items).toEqual([{ status: 'stored' }, { status: 'stored' }, { status: 'stored' }]);
    expect(first.acknowledged).toEqual([{ epoch: 0, seq: 3 }]);
    const before = await tablesOf(centre.database, ['event', ...PROJECTIONS]);

    const again = await kiosk.send(events);
    expect(again.items).toEqual([{ status: 'duplicate' }, { status: 'duplicate' }, { status: 'duplicate' }]);
    expect(again.acknowledged).toEqual(first.acknowledged);
    expect(again.storeEpoch).toBe(first.storeEpoch);
    expect(await tablesOf(centre.database, ['event', ...PROJECTIONS])).toEqual(before);

    const [fourth, fifth] = [make.issued(2), make.issued(3)];
    expect((await kiosk.send([fifth])).acknowledged).toEqual([{ epoch: 0, seq: 3 }]);
    expect((await kiosk.send([fourth])).acknowledged).toEqual([{ epoch: 0, seq: 5 }]);
  });
});

describe('events at the centre', () => {
  it('are stored unchanged when their type, version or values are unknown', async () => {
    const centre = await start();
    const kiosk = await centre.enrol(1);
    const make = newEvents();
    const events = [
      make.next('coffee-made', { cups: [1, { sugar: null }], né: '€ 𝄞' }),
      make.next('ticket-issued', { anything: true }, { v: 7 }),
      make.issued(1, { way: 'by-phone', language: 'oc', newer: { field: 1 } }),
      make.issued(0),
    ];
    expect((await kiosk.send(events)).items.map(({ status }) => status)).toEqual([
      'stored',
      'stored',
      'stored',
      'stored',
    ]);
    const rows = await centre.database.query('SELECT type, v, payload FROM event ORDER BY seq');
    expect(rows).toEqual(events.map(({ type, v, payload }) => ({ type, v, payload })));
    expect(await centre.database.query('SELECT way, language, number FROM ticket')).toEqual([
      { way: 'by-phone', language: 'oc', number: 1 },
    ]);
  });

  it('are rejected one by one when they are invalid, and do not block the others', async () => {
    const centre = await start();
    const kiosk = await centre.enrol(1);
    const make = newEvents();
    const nested = (levels: number): unknown => JSON.parse('['.repeat(levels) + ']'.repeat(levels));
    const events = [
      make.issued(1),
      'no object',
      { ...make.issued(2), id: 'no uuid' },
      make.next('note', { text: 'a\0b' }),
      make.next('note', { text: 'half a pair \ud800' }),
      make.next('note', { deep: nested(33) }),
      make.next('note', { long: 'x'.repeat(17_000) }),
      make.next('note', {}, { at: { wall: '0000-01-01T00:00:00Z', trust: 'guess' } }),
      make.next('note', {}, { at: { wall: '9999-12-31T23:59:59-01:00', trust: 'guess' } }),
      make.issued(3),
    ];
    const { items } = await kiosk.send(events);
    expect(items.map((item) => (item.status === 'rejected' ? item.problem.type : item.status))).toEqual([
      'stored',
      ...Array.from({ length: 5 }, () => 'urn:torn:problem:malformed-request'),
      'urn:torn:problem:too-large',
      'urn:torn:problem:malformed-request',
      'urn:torn:problem:malformed-request',
      'stored',
    ]);
    expect(await count(centre, 'event')).toBe(2);
    // A batch with an even deeper event is refused before parsing. The kiosk then halves the batch until it has found
    // that event.
    const whole = await kiosk.upload([make.issued(4), make.next('note', { deep: nested(2_000) })]);
    expect(whole).toMatchObject({ status: 400, problem: 'malformed-request', signedAtMs: centre.clock.ms });
    expect(await count(centre, 'event')).toBe(2);
  });

  it('with times that PostgreSQL cannot read are stored, and do not block the upload', async () => {
    const centre = await start();
    const kiosk = await centre.enrol(1);
    const make = newEvents();
    const noon = '2026-11-25T12:00:00';
    const read = [`${noon}Z`, `${noon}+20:00`, `${noon}.${'1'.repeat(200)}Z`];
    const unread = ['9999-12-31T23:59:59-01:00', '0000-12-31T23:00:00Z', 'midday'];
    const checkIns = [...read, ...unread].map((appointmentStart) =>
      make.next('appointment-checked-in', {
        appointmentId: null,
        ticketId: randomUUID(),
        way: 'code',
        trust: 'unverified',
        arrivedInWindow: 'early',
        deskId: null,
        preferential: false,
        comeAndFetch: false,
        appointmentStart,
      }),
    );
    const proofs = [
      { code: 'NE4NAF7Q29KT', from: `${noon}+20:00`, to: `${noon}.${'1'.repeat(200)}Z` },
      { code: 'NE4NAF7Q29KV', from: `${noon}Z`, to: '9999-12-31T23:59:59-01:00' },
    ].map((proof) => make.next('attendance-proof-printed', proof));
    const { items, acknowledged } = await kiosk.send([...checkIns, ...proofs]);
    expect(new Set(items.map(({ status }) => status))).toEqual(new Set(['stored']));
    expect(acknowledged).toEqual([{ epoch: 0, seq: 8 }]);
    expect(await centre.database.query('SELECT start_at AS "startAt" FROM appointment_check_in ORDER BY 1')).toEqual([
      { startAt: '2026-11-24T16:00:00.000Z' },
      { startAt: '2026-11-25T12:00:00.000Z' },
      { startAt: '2026-11-25T12:00:00.111Z' },
    ]);
    expect(await centre.database.query('SELECT code, from_at AS "from", to_at AS "to" FROM attendance_proof')).toEqual([
      { code: 'NE4NAF7Q29KT', from: '2026-11-24T16:00:00.000Z', to: '2026-11-25T12:00:00.111Z' },
    ]);
  });

  it('are both stored when two claim one place, and one alarm is raised', async () => {
    const centre = await start();
    const kiosk = await centre.enrol(1);
    const original = newEvents();
    const copy = newEvents();
    await kiosk.send([original.issued(1), original.issued(2)]);
    const forked = [copy.issued(3), copy.issued(4)];
    expect((await kiosk.send(forked)).items).toEqual([
      { status: 'stored', fork: true },
      { status: 'stored', fork: true },
    ]);
    expect((await kiosk.send(forked)).items).toEqual([{ status: 'duplicate' }, { status: 'duplicate' }]);
    expect([await count(centre, 'event'), await count(centre, 'fork'), await count(centre, 'ticket')]).toEqual([
      2, 2, 4,
    ]);
    expect(await centre.database.query('SELECT kind, kiosk_id AS "kioskId" FROM alarm')).toEqual([
      { kind: 'fork', kioskId: kiosk.kioskId },
    ]);
  });

  it('with one id twice in an upload are one event, even if the ids differ in case', async () => {
    const centre = await start();
    const kiosk = await centre.enrol(1);
    const make = newEvents();
    const ticket = make.issued(1);
    const shouted = {
      ...ticket,
      id: ticket.id.toUpperCase(),
      payload: { ...ticket.payload, ticketId: String(ticket.payload.ticketId).toUpperCase() },
    };
    const second = make.next('ticket-issued', shouted.payload);
    expect((await kiosk.send([ticket, shouted, second])).items).toEqual([
      { status: 'stored' },
      { status: 'duplicate' },
      { status: 'stored' },
    ]);
    expect(await count(centre, 'ticket')).toBe(1);
  });

  it('of two kiosks with one number and one ticket id raise an alarm, because people hold two tickets', async () => {
    const centre = await start();
    const [one, two] = [await centre.enrol(1), await centre.enrol(2)];
    const ticketId = randomUUID();
    await one.send([newEvents().issued(7, { ticketId })]);
    await one.send([newEvents({ from: 2 }).issued(7, { ticketId })]);
    const alarms = () => centre.database.query('SELECT kind, subject FROM alarm');
    expect(await alarms(), 'a kiosk that says the same ticket again is no clash').toEqual([]);
    await two.send([newEvents().issued(7, { ticketId })]);
    expect(await alarms()).toEqual([{ kind: 'number-clash', subject: `${OFFICE} 2026-11-25 A 7` }]);
  });

  it('of two kiosks with one number are both stored and raise an alarm, even when they arrive at once', async () => {
    const centre = await start();
    const [one, two] = [await centre.enrol(1), await centre.enrol(2)];
    const upload = (kiosk: typeof one) => {
      const make = newEvents();
      return kiosk.send(Array.from({ length: 50 }, (_, index) => make.issued(index + 1)));
    };
    await Promise.all([upload(one), upload(two)]);
    expect(await count(centre, 'ticket')).toBe(100);
    const alarms = await centre.database.query<{ kind: string; subject: string }>('SELECT kind, subject FROM alarm');
    expect(new Set(alarms.map(({ kind }) => kind))).toEqual(new Set(['number-clash']));
    expect(alarms).toHaveLength(50);
  });

  it('make the same tickets in any order and batches', async () => {
    const make = newEvents();
    const tickets = Array.from({ length: 20 }, (_, index) => make.issued(index + 1));
    const events = [
      ...tickets,
      ...tickets.map((ticket) => make.printed(ticket, 'sending')),
      ...tickets.map((ticket, index) => make.printed(ticket, index % 3 === 0 ? 'not-sent' : 'printed')),
      ...tickets.slice(10).map((ticket) => make.printed(ticket, 'unknown')),
      make.next('printer-condition', { printer: 'main', condition: 'paper-out' }),
      make.next('printer-condition', { printer: 'main', condition: 'ready' }),
      make.next('ticket-issued', { ...tickets[0]?.payload, number: 99 }),
    ];
    const random = createRandom(7);
    const orders = [
      [events],
      [events.toReversed()],
      events.toReversed().map((event) => [event]),
      [events.filter((_, index) => index % 2 === 1), events.filter((_, index) => index % 2 === 0)],
      ...Array.from({ length: 8 }, () => batchesOf(shuffle(random, events), random.int(1, 30))),
    ];
    const centre = await start();
    const seen = [];
    for (const [index, batches] of orders.entries()) {
      const kiosk = await centre.enrol(1, `oficina-${index}`);
      for (const batch of batches) await kiosk.send(batch);
      const tables = JSON.stringify(await tablesOf(centre.database, PROJECTIONS, kiosk.kioskId));
      seen.push(
        tables
          .replaceAll(kiosk.kioskId, 'KIOSK')
          .replaceAll(kiosk.incarnation, 'INCARNATION')
          .replaceAll(`oficina-${index}`, 'OFFICE'),
      );
    }
    expect(new Set(seen).size).toBe(1);
    expect(seen[0]).toContain('"state":"not-sent"');
    expect(seen[0]).not.toContain('"number":99');
  });

  it('of a kiosk with a wrong clock are dated by the boot that sends them; events of a silent boot are marked', async () => {
    const centre = await start();
    const kiosk = await centre.enrol(1);
    const make = newEvents();
    const at = (over: Record<string, unknown>) => ({
      wall: '1970-01-01T00:05:00.000Z',
      trust: 'guess' as const,
      ...over,
    });
    kiosk.monoMs = 600_000;
    await kiosk.send([
      make.next('note', {}, { at: at({ bootId: kiosk.bootId, monoMs: 540_000 }) }),
      make.next('note', {}, { at: at({ bootId: randomUUID(), monoMs: 1 }) }),
      make.next('note', {}, { at: { wall: '2026-11-24T10:00:00.000Z', trust: 'trusted' } }),
    ]);
    centre.clock.ms += 3_600_000;
    kiosk.monoMs += 3_590_000;
    await kiosk.send([make.next('note', {}, { at: at({ bootId: kiosk.bootId, monoMs: 600_000 }) })]);
    const rows = await centre.database.query(
      'SELECT happened_at AS "happenedAt", time_uncertain AS "timeUncertain" FROM event ORDER BY seq',
    );
    const iso = (ms: number) => new Date(ms).toISOString();
    expect(rows).toEqual([
      { happenedAt: iso(START_MS - 60_000), timeUncertain: false },
      { happenedAt: '1970-01-01T00:05:00.000Z', timeUncertain: true },
      { happenedAt: '2026-11-24T10:00:00.000Z', timeUncertain: false },
      // The second request took 10 s longer than the first, so the centre dates the event by the first.
      { happenedAt: iso(START_MS), timeUncertain: false },
    ]);
  });

  it('after a sleep of the machine are dated by the centre’s earlier time, and a guess is marked uncertain', async () => {
    const centre = await start();
    const kiosk = await centre.enrol(1);
    const make = newEvents();
    const iso = (ms: number) => new Date(ms).toISOString();
    const at = (ms: number, monoMs: number, trust: 'trusted' | 'guess') => ({
      at: { wall: iso(ms), bootId: kiosk.bootId, monoMs, trust },
    });
    await kiosk.send([make.next('note', {}, at(START_MS - 5_000, 55_000, 'guess'))]);
    // The kiosk sleeps for three hours: its monotonic clock counts only one minute.
    centre.clock.ms += 3 * 3_600_000;
    kiosk.monoMs += 60_000;
    const wokeMs = centre.clock.ms;
    await kiosk.send([
      make.next('note', {}, at(wokeMs - 20_000, 100_000, 'guess')),
      make.next('note', {}, at(wokeMs - 10_000, 110_000, 'trusted')),
    ]);
    const rows = await centre.database.query(
      'SELECT happened_at AS "happenedAt", time_uncertain AS "timeUncertain" FROM event ORDER BY seq',
    );
    expect(rows).toEqual([
      { happenedAt: iso(START_MS - 5_000), timeUncertain: false },
      { happenedAt: iso(START_MS + 40_000), timeUncertain: true },
      { happenedAt: iso(wokeMs - 10_000), timeUncertain: false },
    ]);
  });

  it('of one kiosk do not change another kiosk’s ticket', async () => {
    const centre = await start();
    const [one, two] = [await centre.enrol(1), await centre.enrol(2)];
    const ticket = newEvents().issued(1);
    await one.send([ticket]);
    const before = await centre.database.query('SELECT * FROM ticket');
    const forger = newEvents();
    await two.send([forger.issued(2, { ticketId: ticket.payload.ticketId }), forger.printed(ticket, 'printed')]);
    const ofOne = await centre.database.query('SELECT * FROM ticket WHERE kiosk_id = $1', [one.kioskId]);
    expect(ofOne).toEqual(before);
    expect(await centre.database.query('SELECT kiosk_id AS "kioskId" FROM ticket_print')).toEqual([
      { kioskId: two.kioskId },
    ]);
  });

  it('are acknowledged without reading all events behind or before a gap', async () => {
    const centre = await start();
    const kiosk = await centre.enrol(1);
    const make = newEvents();
    await kiosk.send(Array.from({ length: 200 }, () => make.next('note', {})));
    const afterGap = newEvents({ from: 202 });
    await kiosk.send(Array.from({ length: 200 }, () => afterGap.next('note', {})));
    const [plan] = await centre.database.query<{ 'QUERY PLAN': unknown }>(
      `EXPLAIN (ANALYZE, FORMAT JSON) ${STORE_EVENTS.following}`,
      [terrassa, kiosk.kioskId, kiosk.incarnation, 0, 201, 201],
    );
    const rows = [...JSON.stringify(plan).matchAll(/"(?:Actual Rows|Rows Removed by Filter)":(\d+)/g)];
    expect(rows.length).toBeGreaterThan(0);
    expect(Math.max(...rows.map(([, count]) => Number(count)))).toBeLessThan(10);
    const filled = await kiosk.send([newEvents({ from: 201 }).next('note', {})]);
    expect(filled.acknowledged).toEqual([{ epoch: 0, seq: 401 }]);
  });
});
