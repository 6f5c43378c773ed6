import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rebuild } from '../../../src-central/projections/rebuild.ts';
import { listTickets } from '../../../src-central/projections/ticket-list.ts';
import { sharedPostgres } from '../../support/postgres.ts';
import { newEvents, OFFICE, startTestCentre, tablesOf, terrassa } from '../../support/test-centre.ts';

const postgres = sharedPostgres();

test('what desks did comes to the same at the centre in whatever order and batches it is told, and made again from the events', {
  timeout: 120_000,
}, async () => {
  const centre = await startTestCentre(await postgres.newDatabase());
  await centre.makeOffice(OFFICE);
  const make = newEvents();
  const tickets = [1, 2, 3, 4, 5].map((number) => make.issued(number));
  const did = (at: number, act: string, rank: number, more: Record<string, unknown> = {}) =>
    make.next('ticket-life', {
      ...{ lifeId: randomUUID(), ticketId: tickets[at]?.payload.ticketId, rank, deskId: 'taula-1', act, ageMs: 0 },
      ...more,
    });
  const finish = did(1, 'finish', 3);
  const events = [
    ...tickets,
    ...[did(0, 'call', 1), did(0, 'serve', 2), did(0, 'finish', 3, { ageMs: 60_000 })],
    ...[did(1, 'call', 1), did(1, 'call', 1, { deskId: 'taula-2' }), finish],
    did(1, 'undo', 4, { undoes: finish.payload.lifeId }),
    ...[did(2, 'call', 1), did(2, 'transfer', 2, { to: 'desk:taula-2', note: 'to-pay' })],
    did(3, 'leave', 1),
    ...[did(4, 'call', 1), make.next('desk-paused', { orderId: randomUUID(), deskId: 'taula-1', reason: 'break' })],
    ...[
      make.next('desk-paired', { identityId: randomUUID(), deskId: null }),
      make.next('desk-unpaired', { identityId: randomUUID() }),
    ],
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
        // The last of a batch once more, as after an answer that was lost.
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
