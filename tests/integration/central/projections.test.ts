import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { REBUILD, rebuild } from '../../../src-central/projections/rebuild.ts';
import { listTickets } from '../../../src-central/projections/ticket-list.ts';
import type { WireEvent } from '../../../src-main/contract/centre/events-upload.ts';
import { sharedPostgres } from '../../support/postgres.ts';
import {
  newEvents,
  OFFICE,
  PROJECTIONS,
  START_MS,
  startTestCentre,
  type TestCentre,
  tablesOf,
  terrassa,
} from '../../support/test-centre.ts';

const postgres = sharedPostgres();
const start = async () => startTestCentre(await postgres.newDatabase());
const iso = (ms: number) => new Date(ms).toISOString();
const list = (centre: TestCentre, over: { after?: string; most?: number } = {}) =>
  listTickets(centre.database, {
    cityId: terrassa,
    officeId: OFFICE,
    serviceDay: '2026-11-25',
    after: null,
    most: 500,
    ...over,
  });
const idOf = (ticket: WireEvent) => String(ticket.payload.ticketId);
const trusted = (ms: number) => ({ at: { wall: iso(ms), trust: 'trusted' as const } });

async function publish(centre: TestCentre, version: number, publishedMs: number, effectiveFrom: string): Promise<void> {
  await centre.database.query(
    `INSERT INTO profile_version (city_id, office_id, version, effective_from, document, key_id, signature, published_at, published_by)
      VALUES ($1, $2, $3, $4, '{}', 'key', 'signature', $5, 'test')`,
    [terrassa, OFFICE, version, effectiveFrom, iso(publishedMs)],
  );
}

async function pause(centre: TestCentre, fromMs: number, untilMs: number, resumedMs: number | null): Promise<void> {
  await centre.database.query(
    `INSERT INTO service_pause (city_id, office_id, service_id, pause_id, from_at, until_at, resumed_at, ordered_by)
      VALUES ($1, $2, 'empadronament', $3, $4, $5, $6, 'test')`,
    [terrassa, OFFICE, randomUUID(), iso(fromMs), iso(untilMs), resumedMs === null ? null : iso(resumedMs)],
  );
}

describe('the tickets of an office', () => {
  it('are listed by id with every field of the contract, page by page', async () => {
    const centre = await start();
    await centre.makeOffice(OFFICE);
    await centre.database.query('UPDATE office SET external_id = $2 WHERE city_id = $1', [terrassa, 'OAC-1']);
    const kiosk = await centre.enrol(12);
    const make = newEvents();
    const tickets = [1, 2, 3].map((number) => make.issued(number));
    const [first] = tickets;
    if (!first) return;
    await kiosk.send([...tickets, make.printed(first)]);
    const listed = await list(centre);
    expect(listed.map(({ ticketId }) => ticketId)).toEqual(tickets.map(idOf).sort());
    expect(listed.find(({ ticketId }) => ticketId === idOf(first))).toEqual({
      ticketId: idOf(first),
      officeId: OFFICE,
      officeExternalId: 'OAC-1',
      serviceId: 'empadronament',
      series: 'A',
      serviceDay: '2026-11-25',
      number: 1,
      label: 'A001',
      kioskId: kiosk.kioskId,
      way: 'walk-in',
      language: 'ca',
      print: 'printed',
      state: 'callable',
      servedAt: null,
      issuedAt: '2026-11-25T09:59:00.000Z',
      timeUncertain: true,
      conflictOf: null,
      staleConfig: null,
      appointment: null,
      attention: null,
    });
    const [one, two, three] = listed;
    expect(await list(centre, { most: 2 })).toEqual([one, two]);
    expect(await list(centre, { after: two?.ticketId ?? '' })).toEqual([three]);
  });

  it('name each other when two have one number, and carry the kiosk in their label', async () => {
    const centre = await start();
    const [one, two] = [await centre.enrol(1), await centre.enrol(2)];
    const [ofOne, ofTwo] = [newEvents().issued(47), newEvents().issued(47)];
    await one.send([ofOne]);
    await two.send([ofTwo]);
    const seen = (await list(centre)).map(({ ticketId, conflictOf, label }) => ({ ticketId, conflictOf, label }));
    expect(seen).toHaveLength(2);
    expect(seen).toContainEqual({ ticketId: idOf(ofOne), conflictOf: idOf(ofTwo), label: 'A047 · 1' });
    expect(seen).toContainEqual({ ticketId: idOf(ofTwo), conflictOf: idOf(ofOne), label: 'A047 · 2' });
  });

  it('stay voided whatever their kiosk sends later', async () => {
    const centre = await start();
    const kiosk = await centre.enrol(1);
    const make = newEvents();
    const ticket = make.issued(1);
    const printed = make.printed(ticket);
    await kiosk.send([ticket]);
    await centre.database.query(
      'INSERT INTO ticket_void (city_id, ticket_id, office_id, voided_at, voided_by) VALUES ($1, $2, $3, now(), $4)',
      [terrassa, idOf(ticket), OFFICE, 'test'],
    );
    await kiosk.send([printed]);
    expect(await list(centre)).toMatchObject([{ state: 'voided', print: 'printed' }]);
  });

  it('are marked when the centre had already replaced the profile they were issued under', async () => {
    const centre = await start();
    const kiosk = await centre.enrol(1);
    await publish(centre, 1, START_MS - 7_200_000, '2026-11-01');
    await publish(centre, 2, START_MS - 3_600_000, '2026-11-25');
    await publish(centre, 3, START_MS - 3_600_000, '2026-11-26');
    const make = newEvents();
    const issue = (number: number, ms: number, configVersion: number | undefined) =>
      make.next(
        'ticket-issued',
        { ...make.issued(number).payload, ...(configVersion === undefined ? {} : { configVersion }) },
        trusted(ms),
      );
    const hour = 3_600_000;
    const cases = [
      { ticket: issue(1, START_MS - 3 * hour, undefined), stale: null },
      { ticket: issue(2, START_MS - 1.5 * hour, 1), stale: null },
      { ticket: issue(3, START_MS - 1.5 * hour, undefined), stale: { version: null } },
      { ticket: issue(4, START_MS - 0.5 * hour, 1), stale: { version: 1 } },
      { ticket: issue(5, START_MS - 0.5 * hour, 2), stale: null },
    ];
    await kiosk.send(cases.map(({ ticket }) => ticket));
    const stale = new Map((await list(centre)).map(({ ticketId, staleConfig }) => [ticketId, staleConfig]));
    expect(cases.map(({ ticket }) => stale.get(idOf(ticket)))).toEqual(cases.map((one) => one.stale));
  });

  it('are marked when their service was paused at the time, not before or after', async () => {
    const centre = await start();
    const kiosk = await centre.enrol(1);
    const minute = 60_000;
    await pause(centre, START_MS - 60 * minute, START_MS - 30 * minute, null);
    await pause(centre, START_MS - 20 * minute, START_MS + 60 * minute, START_MS - 10 * minute);
    const make = newEvents();
    const times = [-61, -60, -31, -30, -20, -11, -10, 0];
    const tickets = times.map((minutes, index) =>
      make.next('ticket-issued', make.issued(index + 1).payload, trusted(START_MS + minutes * minute)),
    );
    await kiosk.send(tickets);
    const stale = new Map((await list(centre)).map(({ ticketId, staleConfig }) => [ticketId, staleConfig !== null]));
    expect(tickets.map((ticket) => stale.get(idOf(ticket)))).toEqual([
      false,
      true,
      true,
      false,
      true,
      true,
      false,
      false,
    ]);
  });
});

it('a pause by the staff at a kiosk counts as last stated, in any order of arrival', async () => {
  const centre = await start();
  const kiosk = await centre.enrol(12);
  const make = newEvents();
  const paused = (reason: string, until: string | null) =>
    make.next('service-paused', { serviceId: 'empadronament', reason, until });
  const said = [
    paused('staff', null),
    make.next('service-resumed', { serviceId: 'empadronament' }),
    paused('a-reason-of-tomorrow', '2026-11-25T13:00:00.000+01:00'),
  ];
  for (const event of said.toReversed()) await kiosk.send([event]);
  const rows = await tablesOf(centre.database, ['kiosk_pause', 'kiosk_resume']);
  expect(rows).toMatchObject({
    kiosk_pause: [
      {
        row: {
          service_id: 'empadronament',
          reason: 'a-reason-of-tomorrow',
          seq: 3,
          until_at: expect.stringMatching('12:00'),
        },
      },
    ],
    kiosk_resume: [{ row: { service_id: 'empadronament', seq: 2 } }],
  });
});

describe('projections that are rebuilt from the events', () => {
  it('are the same, table by table, whatever was wrong in them', async () => {
    const centre = await start();
    const kiosks = [await centre.enrol(1), await centre.enrol(2), await centre.enrol(3, 'biblioteca')];
    for (const kiosk of kiosks) {
      const make = newEvents();
      const tickets = Array.from({ length: 40 }, (_, index) => make.issued(index + 1));
      await kiosk.send(tickets.map((ticket) => make.printed(ticket, 'sending')));
      await kiosk.send([...tickets, make.next('printer-condition', { printer: 'main', condition: 'ready' })]);
      await kiosk.send(tickets.slice(0, 30).map((ticket) => make.printed(ticket)));
      const copy = newEvents();
      await kiosk.send([
        copy.issued(500),
        copy.issued(501),
        copy.next('printer-condition', { printer: 'main', condition: 'paper-out' }),
      ]);
      await kiosk.send([make.next('something-new', {}), make.next('ticket-issued', { ticketId: 'no id' })]);
    }
    const before = await tablesOf(centre.database, [...PROJECTIONS, 'alarm', 'event', 'fork', 'stream']);
    expect(before.ticket).toHaveLength(126);
    await centre.database.query('DELETE FROM ticket WHERE number > 20');
    await centre.database.query(`UPDATE ticket_print SET state = 'unknown'`);
    await centre.database.query('UPDATE kiosk_health SET events = 0');
    expect(await tablesOf(centre.database, PROJECTIONS)).not.toEqual(before);

    expect(await rebuild(centre.database, terrassa)).toBe(3 * (40 + 41 + 30 + 3 + 2));
    expect(await tablesOf(centre.database, [...PROJECTIONS, 'alarm', 'event', 'fork', 'stream'])).toEqual(before);
  });

  it('are rebuilt while kiosks send; the uploads wait', async () => {
    const centre = await start();
    const kiosk = await centre.enrol(1);
    const make = newEvents();
    await kiosk.send(Array.from({ length: 200 }, (_, index) => make.issued(index + 1)));
    await Promise.all([
      rebuild(centre.database, terrassa),
      ...Array.from({ length: 5 }, (_, index) => kiosk.send([make.issued(300 + index)])),
    ]);
    const before = await tablesOf(centre.database, PROJECTIONS);
    expect(before.ticket).toHaveLength(205);
    await rebuild(centre.database, terrassa);
    expect(await tablesOf(centre.database, PROJECTIONS)).toEqual(before);
  });

  it('block one kiosk at a time', async () => {
    const centre = await start();
    const kiosks = [await centre.enrol(1), await centre.enrol(2)].sort((a, b) => (a.kioskId < b.kioskId ? -1 : 1));
    const [first, second] = kiosks;
    if (!first || !second) throw new Error('two kiosks');
    const held = Promise.withResolvers<void>();
    const isHeld = Promise.withResolvers<void>();
    const holding = centre.database.transaction(async (queries) => {
      await queries.query(REBUILD.lockKiosk, [terrassa, second.kioskId]);
      isHeld.resolve();
      await held.promise;
    });
    await isHeld.promise;
    const rebuilding = rebuild(centre.database, terrassa);
    const waiting = () =>
      centre.database.query(
        `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      );
    await expect.poll(waiting).toHaveLength(1);
    const make = newEvents();
    expect((await first.send([make.issued(1)])).items).toEqual([{ status: 'stored' }]);
    held.resolve();
    await holding;
    expect(await rebuilding).toBe(0);
  });
});
