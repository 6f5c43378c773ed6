import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rebuild } from '../../../src-central/projections/rebuild.ts';
import { listTickets } from '../../../src-central/projections/ticket-list.ts';
import type { WireEvent } from '../../../src-main/contract/centre/events-upload.ts';
import { newRequestId, service } from '../../support/core-process.ts';
import { createDeviceTree } from '../../support/device-tree.ts';
import { centreWhen, pairedCore } from '../../support/paired-core-in-process.ts';
import { sharedPostgres } from '../../support/postgres.ts';
import { staffAt } from '../../support/staff-at-screen.ts';
import {
  newEvents,
  OFFICE,
  PROJECTIONS,
  startTestCentre,
  type TestCentre,
  tablesOf,
  terrassa,
} from '../../support/test-centre.ts';

const postgres = sharedPostgres();

async function statesOf(centre: TestCentre, serviceDay: string) {
  const page = { cityId: terrassa, officeId: OFFICE, serviceDay, after: null, most: 500 };
  const tickets = await listTickets(centre.database, page);
  return new Map(tickets.map(({ label, state, servedAt }) => [label, { state, servedAt }]));
}

test('tickets that the staff noted as served while the centre was away are served there too, except those taken back', async () => {
  const centre = await startTestCentre(await postgres.newDatabase(), { clock: { ms: Date.now() } });
  const { core } = await pairedCore(centre, { deviceRoot: createDeviceTree().root });
  const staff = await staffAt(core);
  for (let no = 0; no < 5; no += 1)
    core.call('takeTicket', { requestId: newRequestId(), serviceId: service('empadronament'), language: 'ca' });
  await staff.enter();
  const waiting = () => staff.page('staff').services.find(({ serviceId }) => serviceId === service('empadronament'));
  expect(waiting()).toMatchObject({ waiting: 5 });
  staff.does('showStaff', { to: { page: 'staff-service', serviceId: service('empadronament') } });
  const { series } = staff.page('staff-service');
  staff.does('showStaff', { to: { page: 'staff-served', series, typed: 3 } });
  expect(staff.page('staff-served').found).toEqual({ label: 'A003', waiting: 3 });
  staff.does('noteServed', { series, number: 3, isUpTo: true });
  staff.does('showStaff', { to: { page: 'staff-served', series, typed: 5 } });
  staff.does('noteServed', { series, number: 5, isUpTo: false });
  const { undo } = staff.page('staff-served');
  if (undo === null) throw new Error('nothing to take back');
  staff.does('undoServed', { markId: undo });
  expect(staff.page('staff-served')).toMatchObject({
    undo: null,
    said: { action: 'staff-undo-served', result: 'done' },
  });
  staff.does('finish', {});
  await centreWhen(core, ({ unsent }) => unsent === 0);
  const day = await centre.database.query<{ day: string }>('SELECT DISTINCT service_day::text AS day FROM ticket');
  const states = await statesOf(centre, day[0]?.day ?? '');
  expect([...states].toSorted().map(([label, { state }]) => `${label} ${state}`)).toEqual([
    'A001 served',
    'A002 served',
    'A003 served',
    'A004 callable',
    'A005 callable',
  ]);
  expect(states.get('A001')?.servedAt).toMatch(/Z$/);
});

test('“all up to A1001” serves no number of another slot that a sibling had given the kiosk', async () => {
  const centre = await startTestCentre(await postgres.newDatabase());
  const kiosk = await centre.enrol(1);
  const make = newEvents();
  const tickets = [399, 400, 999, 1_000, 1_001].map((number) => make.issued(number));
  const appointmentsUntil = '2026-11-25T12:00:00.000Z';
  const mark = {
    markId: randomUUID(),
    series: 'A',
    serviceDay: '2026-11-25',
    from: 1,
    to: 1_001,
    rank: 1,
    appointmentsUntil,
  };
  await kiosk.send([...tickets, make.next('numbers-served', mark)]);
  const states = await statesOf(centre, '2026-11-25');
  expect([...states].map(([label, { state }]) => `${label} ${state}`).toSorted()).toEqual([
    'A1000 served',
    'A1001 served',
    'A399 served',
    'A400 callable',
    'A999 callable',
  ]);
});

test('the staff’s notes give the same result in any order and batches, and after a rebuild', async () => {
  const centre = await startTestCentre(await postgres.newDatabase());
  await centre.makeOffice(OFFICE);
  const make = newEvents();
  const mark = (no: number) => `00000000-0000-4000-8000-00000000000${no}`;
  const said = (no: number, from: number, to: number) =>
    make.next('numbers-served', {
      markId: mark(no),
      series: 'A',
      serviceDay: '2026-11-25',
      from,
      to,
      rank: no,
      appointmentsUntil: '2026-11-25T10:00:00.000Z',
    });
  const tickets = [1, 2, 3, 4, 5].map((number) => make.issued(number));
  const checkIn = (ticket: WireEvent | undefined, start: string) =>
    make.next('appointment-checked-in', {
      appointmentId: null,
      ticketId: ticket?.payload.ticketId,
      way: 'none',
      trust: 'unverified',
      arrivedInWindow: 'in-time',
      deskId: null,
      preferential: false,
      comeAndFetch: false,
      appointmentStart: start,
    });
  const undone = (no: number) => make.next('served-undone', { markId: mark(no) });
  const events = [
    ...tickets,
    checkIn(tickets[1], '2026-11-25T12:00:00.000Z'),
    said(1, 1, 3),
    said(2, 4, 4),
    undone(2),
    said(3, 5, 5),
    said(4, 1, 5),
    undone(4),
    make.next('ticket-withdrawn', { ticketId: tickets[4]?.payload.ticketId }),
  ];
  const expected = { A001: 'served', A002: 'callable', A003: 'served', A004: 'callable', A005: 'withdrawn' };
  let slot = 10;
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray(events, { minLength: events.length }),
      fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 3, maxLength: 3 }),
      async (shuffled, sizes) => {
        await centre.database.query('DELETE FROM ticket');
        slot += 1;
        const kiosk = await centre.enrol(slot);
        let sent = 0;
        for (const size of [...sizes, shuffled.length]) {
          if (sent >= shuffled.length) break;
          await kiosk.send(shuffled.slice(Math.max(0, sent - 1), sent + size));
          sent += size;
        }
        const found = await statesOf(centre, '2026-11-25');
        expect(Object.fromEntries([...found].map(([label, { state }]) => [label, state]))).toEqual(expected);
      },
    ),
    { numRuns: 8 },
  );
  const before = await tablesOf(centre.database, ['served_mark', 'served_undo']);
  await centre.database.query('UPDATE served_mark SET last_number = 9');
  await centre.database.query('DELETE FROM served_undo');
  await rebuild(centre.database, terrassa);
  expect(await tablesOf(centre.database, ['served_mark', 'served_undo'])).toEqual(before);
  expect(PROJECTIONS).toContain('served_mark');
});
