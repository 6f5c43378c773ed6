import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findTurn } from '../../../src-central/phone/find-turn.ts';
import { type LifeRow, livesOf } from '../../../src-central/projections/desk-events.ts';
import { rebuild } from '../../../src-central/projections/rebuild.ts';
import { listTickets } from '../../../src-central/projections/ticket-list.ts';
import { ordersThatCountElsewhere } from '../../../src-main/calling/rules/shared-ticket.ts';
import { officeAt, SERVICE_ID } from '../../support/city-office.ts';
import { sharedPostgres } from '../../support/postgres.ts';
import { newEvents, OFFICE, startTestCentre, tablesOf, terrassa } from '../../support/test-centre.ts';

const postgres = sharedPostgres();

test('the acts of desks give the same result at the centre in any order and batches, and after a rebuild', async () => {
  const centre = await startTestCentre(await postgres.newDatabase());
  await centre.makeOffice(OFFICE);
  const make = newEvents();
  const tickets = [1, 2, 3, 4, 5].map((number) => make.issued(number));
  const did = (at: number, act: string, rank: number, more: Record<string, unknown> = {}) =>
    make.next('ticket-life', {
      lifeId: randomUUID(),
      ticketId: tickets[at]?.payload.ticketId,
      rank,
      deskId: 'taula-1',
      act,
      ageMs: 0,
      ...more,
    });
  const finish = did(1, 'finish', 3);
  const events = [
    ...tickets,
    did(0, 'call', 1),
    did(0, 'serve', 2),
    did(0, 'finish', 3, { ageMs: 60_000 }),
    did(1, 'call', 1),
    did(1, 'call', 1, { deskId: 'taula-2' }),
    finish,
    did(1, 'undo', 4, { undoes: finish.payload.lifeId }),
    did(2, 'call', 1),
    did(2, 'transfer', 2, { to: 'desk:taula-2', note: 'to-pay' }),
    did(3, 'leave', 1),
    did(4, 'call', 1),
    make.next('desk-paused', { orderId: randomUUID(), deskId: 'taula-1', reason: 'break' }),
    make.next('desk-paired', { identityId: randomUUID(), deskId: null }),
    make.next('desk-unpaired', { identityId: randomUUID() }),
  ];
  const expected = { A001: 'served', A002: 'callable', A003: 'callable', A004: 'withdrawn', A005: 'callable' };
  let slot = 10;
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray(events, { minLength: events.length }),
      fc.integer({ min: 1, max: 8 }),
      async (shuffled, size) => {
        await centre.database.query('DELETE FROM ticket');
        slot += 1;
        const kiosk = await centre.enrol(slot);
        for (let sent = 0; sent < shuffled.length; sent += size)
          await kiosk.send(shuffled.slice(Math.max(0, sent - 1), sent + size));
        const page = { cityId: terrassa, officeId: OFFICE, serviceDay: '2026-11-25', after: null, most: 500 };
        const found = await listTickets(centre.database, page);
        expect(Object.fromEntries(found.map(({ label, state }) => [label, state]))).toEqual(expected);
      },
    ),
    { numRuns: 5 },
  );
  const before = await tablesOf(centre.database, ['ticket_life']);
  await centre.database.query("UPDATE ticket_life SET act = 'leave'");
  await rebuild(centre.database, terrassa);
  expect(await tablesOf(centre.database, ['ticket_life'])).toEqual(before);
});

test('the SQL of the centre and the rule of kiosks agree on which number an order counts for', async () => {
  const centre = await startTestCentre(await postgres.newDatabase());
  await centre.makeOffice(OFFICE);
  const kiosks = await Promise.all([1, 2, 3].map((slot) => centre.enrol(slot)));
  let epoch = 0;
  /**
   * The hour in which a kiosk issued its two tickets, and its knowledge of four commands of a desk: the age and the ticket's index (`at`);
   * `null`: the kiosk does not know the command.
   */
  const arbitraryKiosk = fc.record({
    hour: fc.constantFrom('10', '11'),
    orders: fc.array(
      fc.option(fc.record({ ageMs: fc.constantFrom(0, 500, 60_000), at: fc.integer({ min: 0, max: 1 }) })),
      { minLength: 4, maxLength: 4 },
    ),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(arbitraryKiosk, { minLength: 3, maxLength: 3 }), async (all) => {
      epoch += 1;
      const lifeIds = all[0]?.orders.map(() => randomUUID()) ?? [];
      const orders = new Map<string, { id: string; ageMs: number }[]>();
      for (const [no, { hour, orders: given }] of all.entries()) {
        const make = newEvents({ epoch, wall: `2026-11-25T${hour}:00:00.000+01:00` });
        const tickets = [1, 2].map((number) => make.issued(no * 10 + number));
        const acts = given.flatMap((order, index) => {
          const [id = '', ticketId] = [lifeIds[index], String(tickets[order?.at ?? 0]?.payload.ticketId)];
          if (order === null) return [];
          orders.set(ticketId, [...(orders.get(ticketId) ?? []), { id, ageMs: order.ageMs }]);
          const did = { lifeId: id, ticketId, rank: 1, deskId: 'taula-1', act: 'call', ageMs: order.ageMs };
          return [make.next('ticket-life', did)];
        });
        await kiosks[no]?.send([...tickets, ...acts]);
      }
      const rows = await centre.database.query<{ ticketId: string; issuedAtMs: number; lives: LifeRow[] | null }>(
        `SELECT ticket_id AS "ticketId", (extract(epoch FROM issued_at) * 1000)::float8 AS "issuedAtMs", ${livesOf('ticket')} AS lives
         FROM ticket WHERE city_id = $1 AND ticket_id = ANY($2::uuid[])`,
        [terrassa, [...orders.keys()]],
      );
      const elsewhere = ordersThatCountElsewhere(
        rows.map((row) => ({ ...row, orders: orders.get(row.ticketId) ?? [] })),
      );
      for (const { ticketId, lives } of rows) {
        const counted = (orders.get(ticketId) ?? []).flatMap(({ id }) =>
          elsewhere.get(ticketId)?.has(id) ? [] : [id],
        );
        expect((lives ?? []).map(({ id }) => id).toSorted()).toEqual(counted.toSorted());
      }
    }),
    { numRuns: 40 },
  );
});

test('an order that two kiosks carried out with two numbers counts for the later number at the centre too, in either order of arrival', async () => {
  const centre = await startTestCentre(await postgres.newDatabase());
  await officeAt(centre, OFFICE).publish();
  const kiosks = [await centre.enrol(1), await centre.enrol(2)] as const;
  const page = { cityId: terrassa, officeId: OFFICE, serviceDay: '2026-11-25', after: null, most: 500 };
  for (const order of [
    [0, 1],
    [1, 0],
  ] as const) {
    await centre.database.query('DELETE FROM ticket');
    const epoch = order[0] + 1;
    const makes = [newEvents({ epoch }), newEvents({ epoch, wall: '2026-11-25T11:00:00.000+01:00' })] as const;
    const tokens = ['A', 'B'].map((letter) => letter.repeat(26));
    const lifeId = randomUUID();
    const events = makes.map((make, at) => {
      const ticket = make.issued(at + 1, { followToken: tokens[at], serviceId: SERVICE_ID });
      const did = { ticketId: ticket.payload.ticketId, ageMs: 0, rank: 1, deskId: 'taula-1' };
      return [ticket, make.next('ticket-life', { ...did, lifeId, act: 'serve' })];
    });
    const turns = () =>
      Promise.all(tokens.map(async (token) => (await findTurn(centre.database, terrassa, token))?.turn.state));
    await kiosks[order[0]].send(events[order[0]] ?? []);
    expect((await turns())[order[0]]).toBe('serving');
    await kiosks[order[1]].send(events[order[1]] ?? []);
    expect(await turns()).toEqual(['waiting', 'serving']);
    const finish = { lifeId: randomUUID(), rank: 2, deskId: 'taula-2', act: 'finish', ageMs: 0 };
    const first = events[0]?.[0]?.payload.ticketId;
    await kiosks[1].send([makes[1].next('ticket-life', { ...finish, ticketId: first })]);
    const found = await listTickets(centre.database, page);
    expect(Object.fromEntries(found.map(({ label, state }) => [label, state]))).toEqual({
      A001: 'served',
      A002: 'callable',
    });
  }
});
