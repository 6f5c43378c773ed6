import { randomUUID } from 'node:crypto';
import { Writable } from 'node:stream';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { rebuild } from '../../../src-central/projections/rebuild.ts';
import { Alarms, CentreTickets } from '../../../src-main/contract/centre/administration.ts';
import type { WireEvent } from '../../../src-main/contract/centre/events-upload.ts';
import { KioskEvent } from '../../../src-main/contract/shared/events.ts';
import { at, cacheOf, channelAt, DNI, HERE, NIE, startBooking, startOffices, THERE } from '../../support/booking.ts';
import { officeAt, SERVICE_ID } from '../../support/city-office.ts';
import { sharedPostgres } from '../../support/postgres.ts';
import {
  ALL_TABLES,
  newEvents,
  PROJECTIONS,
  startTestCentre,
  type TestCentre,
  tablesOf,
  terrassa,
} from '../../support/test-centre.ts';

const postgres = sharedPostgres();

const start = async () => startBooking(await postgres.newDatabase());

/**
 * A ticket for an appointment, and its check-in event. `minutes`: both happened so long after the tests' start, by a trusted clock; `null`:
 * both keep the time that `make` gives them.
 */
function arrival(
  make: ReturnType<typeof newEvents>,
  appointmentId: string | null,
  over: Record<string, unknown> = {},
  minutes: number | null = null,
): { ticketId: string; events: WireEvent[] } {
  const when = minutes === null ? {} : { at: { wall: at(minutes), trust: 'trusted' as const } };
  const ticket = make.issued(Math.ceil(Math.random() * 1e6), { way: 'appointment', serviceId: SERVICE_ID });
  const ticketId = String(ticket.payload.ticketId);
  const checkIn = {
    appointmentId,
    ticketId,
    way: 'qr',
    trust: 'cache',
    arrivedInWindow: 'in-time',
    deskId: null,
    preferential: false,
    comeAndFetch: false,
    appointmentStart: at(60),
    ...over,
  };
  const { type, v, payload } = KioskEvent.parse({ type: 'appointment-checked-in', v: 1, payload: checkIn });
  expect(v).toBe(1);
  return { ticketId, events: [{ ...ticket, ...when }, make.next(type, payload, when)] };
}

async function listOf(centre: TestCentre, officeId = HERE) {
  const path = `/v1/cities/terrassa/admin/offices/${officeId}/tickets?serviceDay=2026-11-25`;
  const response = await fetch(`${centre.url}${path}`, { headers: { authorization: `Bearer ${centre.token}` } });
  return CentreTickets.parse(await response.json()).tickets;
}

const ticketsOf = async (centre: TestCentre, officeId = HERE) =>
  new Map((await listOf(centre, officeId)).map((ticket) => [ticket.ticketId, ticket.appointment]));

const alarmsOf = async (centre: TestCentre) =>
  Alarms.parse((await centre.order('listAlarms', {})).body).alarms.map(({ kind, detail }) => ({ kind, detail }));

describe('a check-in for an appointment', () => {
  it('gives a ticket with all that is needed to call it, and the channel may no longer move or cancel the appointment', async () => {
    const { centre, here, web } = await start();
    const { appointmentId } = await web.book('W-1', { deskId: 'taula-3' });
    const details = { deskId: 'taula-3', preferential: true, comeAndFetch: true };
    const { ticketId, events } = arrival(newEvents(), appointmentId, details);
    await here.send(events);
    expect((await ticketsOf(centre)).get(ticketId)).toEqual({
      appointmentId,
      start: at(60),
      way: 'qr',
      trust: 'cache',
      arrived: 'in-time',
      ...details,
      duplicateOf: null,
      after: null,
    });
    expect((await web.read('W-1')).body).toMatchObject({ state: 'checked-in' });
    expect((await web.cancel('W-1')).problem).toBe('already-checked-in');
    expect((await web.put('W-1', { deskId: 'taula-3', start: at(90) })).problem).toBe('already-checked-in');
    expect((await web.put('W-1', { deskId: 'taula-3' })).status).toBe(200);
    expect(await alarmsOf(centre)).toEqual([]);
  });

  it('reaches the other kiosks of the office within one poll', async () => {
    const { centre, here, web } = await start();
    const { appointmentId } = await web.book('W-1');
    const cache = await cacheOf(centre, await centre.enrol(2, HERE));
    await here.send(arrival(newEvents(), appointmentId).events);
    expect(await cache.poll()).toEqual(['appointment-changed']);
    expect(cache.held.get(appointmentId)?.state).toBe('checked-in');
  });

  it('frees the appointment when its ticket is given up, the other kiosks receive that, and a later ticket holds the appointment', async () => {
    const { centre, here, web } = await start();
    const { appointmentId } = await web.book('W-1');
    const cache = await cacheOf(centre, await centre.enrol(2, HERE));
    const make = newEvents();
    const first = arrival(make, appointmentId);
    await here.send(first.events);
    await cache.poll();
    await here.send([make.next('ticket-withdrawn', { ticketId: first.ticketId })]);
    expect(await cache.poll()).toEqual(['appointment-changed']);
    expect(cache.held.get(appointmentId)?.state).toBe('booked');
    expect((await web.read('W-1')).body).toMatchObject({ state: 'booked' });
    expect((await web.put('W-1', { start: at(90) })).status).toBe(200);
    expect((await web.put('W-1', { start: at(60) })).status).toBe(200);
    // One upload contains the second visit with its withdrawal, and then the third visit for the same appointment.
    const [second, third] = [arrival(make, appointmentId), arrival(make, appointmentId)];
    const { ticketId } = second;
    await here.send([...second.events, make.next('ticket-withdrawn', { ticketId }), ...third.events]);
    await cache.poll();
    expect(cache.held.get(appointmentId)?.state).toBe('checked-in');
    expect(new Map((await listOf(centre)).map(({ ticketId: id, state }) => [id, state]))).toEqual(
      new Map([
        [first.ticketId, 'withdrawn'],
        [second.ticketId, 'withdrawn'],
        [third.ticketId, 'callable'],
      ]),
    );
    expect((await ticketsOf(centre)).get(third.ticketId)).toMatchObject({ appointmentId, duplicateOf: null });
    expect(await alarmsOf(centre)).toEqual([]);
    const before = await tablesOf(centre.database, PROJECTIONS);
    await rebuild(centre.database, terrassa);
    expect(await tablesOf(centre.database, PROJECTIONS)).toEqual(before);
  });

  it('without a known appointment gives a ticket that waits by its stated hour for a clerk’s question', async () => {
    const { centre, here } = await start();
    const { ticketId, events } = arrival(newEvents(), null, { way: 'none', trust: 'unverified' });
    const unheardOf = arrival(newEvents({ from: 3 }), randomUUID(), { trust: 'token' });
    const answer = await here.send([...events, ...unheardOf.events]);
    expect(answer.items.map(({ status }) => status)).toEqual(Array(4).fill('stored'));
    const tickets = await ticketsOf(centre);
    expect(tickets.get(ticketId)).toMatchObject({ appointmentId: null, trust: 'unverified', start: at(60) });
    expect(tickets.get(unheardOf.ticketId)).toMatchObject({ trust: 'token', duplicateOf: null, after: null });
    expect(await alarmsOf(centre)).toEqual([]);
  });

  it('after the centre had cancelled the appointment gives a valid, marked ticket and an alarm', async () => {
    const { centre, here, web } = await start();
    const { appointmentId } = await web.book('W-1');
    await web.cancel('W-1');
    const { ticketId, events } = arrival(newEvents(), appointmentId);
    expect((await here.send(events)).items.map(({ status }) => status)).toEqual(['stored', 'stored']);
    expect((await ticketsOf(centre)).get(ticketId)).toMatchObject({ after: 'cancel', duplicateOf: null });
    expect(await alarmsOf(centre)).toEqual([
      { kind: 'checked-in-after-cancel', detail: `${appointmentId} ${ticketId}` },
    ]);
    expect((await web.read('W-1')).body).toMatchObject({ state: 'checked-in' });
    expect((await web.put('W-1')).problem).toBe('already-checked-in');
  });

  it('while its channel cancels counts as before or after the cancellation, never as both or neither', async () => {
    const { centre, here, web } = await start();
    const make = newEvents();
    const seen = new Set<string>();
    for (let index = 0; index < 12; index += 1) {
      const { appointmentId } = await web.book(`W-${index}`);
      const { ticketId, events } = arrival(make, appointmentId);
      const [cancelled] = await Promise.all([web.cancel(`W-${index}`), here.send(events)]);
      const after = (await ticketsOf(centre)).get(ticketId)?.after;
      expect(cancelled.status === 204 ? 'cancel' : cancelled.problem).toBe(after ?? 'already-checked-in');
      expect((await web.read(`W-${index}`)).body).toMatchObject({ state: 'checked-in' });
      seen.add(String(after));
    }
    expect((await alarmsOf(centre)).length > 0).toBe(seen.has('cancel'));
  });

  it('after the appointment had moved to another office or hour is marked too', async () => {
    const { centre, here, web } = await start();
    const [one, two] = [await web.book('W-1'), await web.book('W-2')];
    await web.book('W-1', { officeId: THERE });
    await web.book('W-2', { start: at(120) });
    const [first, second] = [
      arrival(newEvents(), one.appointmentId),
      arrival(newEvents({ from: 3 }), two.appointmentId),
    ];
    await here.send([...first.events, ...second.events]);
    const tickets = await ticketsOf(centre);
    for (const { ticketId } of [first, second]) expect(tickets.get(ticketId)).toMatchObject({ after: 'move' });
    expect((await alarmsOf(centre)).map(({ kind }) => kind)).toEqual(Array(2).fill('checked-in-after-move'));
  });
});

describe('a kiosk that reports a check-in for another office’s appointment', () => {
  it('is accepted with an alarm, but the appointment stays booked for its channel and its own kiosks', async () => {
    const { centre, there, web } = await start();
    const { appointmentId } = await web.book('W-1');
    const cache = await cacheOf(centre, await centre.enrol(2, HERE));
    const { ticketId, events } = arrival(newEvents(), appointmentId);
    expect((await there.send(events)).items.map(({ status }) => status)).toEqual(['stored', 'stored']);
    expect((await web.read('W-1')).body).toMatchObject({ state: 'booked' });
    expect(await cache.poll()).toEqual([]);
    expect((await cache.takeSnapshot()).appointments).toMatchObject([{ appointmentId, state: 'booked' }]);
    expect(await alarmsOf(centre)).toEqual([{ kind: 'checked-in-elsewhere', detail: `${appointmentId} ${ticketId}` }]);
    expect((await ticketsOf(centre, THERE)).get(ticketId)).toMatchObject({ appointmentId, duplicateOf: null });
    expect(await centre.database.query('SELECT ticket_id FROM appointment_check_in')).toHaveLength(1);
    expect((await web.cancel('W-1')).status).toBe(204);
  });

  it('takes nothing from the ticket of the appointment’s own office, before or after', async () => {
    const { centre, here, there, web } = await start();
    const { appointmentId } = await web.book('W-1');
    const [foreign, own] = [arrival(newEvents(), appointmentId, {}, -20), arrival(newEvents(), appointmentId, {}, -10)];
    await there.send(foreign.events);
    await here.send(own.events);
    expect((await ticketsOf(centre)).get(own.ticketId)).toMatchObject({ duplicateOf: null, after: null });
    expect((await ticketsOf(centre, THERE)).get(foreign.ticketId)).toMatchObject({ duplicateOf: own.ticketId });
    expect((await web.read('W-1')).body).toMatchObject({ state: 'checked-in' });
    expect((await alarmsOf(centre)).map(({ kind }) => kind)).toEqual(['checked-in-elsewhere']);
  });

  it('changes no appointment that has moved away from its office; when the appointment moves back, the ticket holds it', async () => {
    const { centre, here, web } = await start();
    const { appointmentId } = await web.book('W-1');
    await web.book('W-1', { officeId: THERE });
    await here.send(arrival(newEvents(), appointmentId).events);
    expect((await web.read('W-1')).body).toMatchObject({ state: 'booked' });
    expect((await alarmsOf(centre)).map(({ kind }) => kind)).toEqual(['checked-in-after-move']);
    await web.book('W-1', { officeId: HERE });
    expect((await web.read('W-1')).body).toMatchObject({ state: 'checked-in' });
  });
});

describe('one appointment at two kiosks', () => {
  async function startTwo() {
    const { centre, here, web } = await start();
    return { centre, one: here, two: await centre.enrol(2, HERE), ...(await web.book('W-1')) };
  }

  it('is one visit: the first ticket by trusted time holds, in any order of arrival', async () => {
    const { centre, one, two, appointmentId } = await startTwo();
    const [early, late] = [arrival(newEvents(), appointmentId, {}, -20), arrival(newEvents(), appointmentId, {}, -10)];
    await two.send(late.events);
    expect((await ticketsOf(centre)).get(late.ticketId)).toMatchObject({ duplicateOf: null });
    await one.send(early.events);
    const tickets = await ticketsOf(centre);
    expect(tickets.get(early.ticketId)).toMatchObject({ duplicateOf: null });
    expect(tickets.get(late.ticketId)).toMatchObject({ duplicateOf: early.ticketId });
    expect(await alarmsOf(centre)).toEqual([{ kind: 'checked-in-twice', detail: appointmentId }]);
  });

  it('is held by the first ticket that arrived when a clock is untrusted', async () => {
    const { centre, one, two, appointmentId } = await startTwo();
    const guess = { wall: '1970-01-01T00:00:00.000Z', trust: 'guess' as const };
    const unsure = arrival(newEvents(), appointmentId);
    const sure = arrival(newEvents(), appointmentId, {}, -20);
    await two.send(sure.events);
    centre.clock.ms += 60_000;
    await one.send(unsure.events.map((event) => ({ ...event, at: guess })));
    const tickets = await ticketsOf(centre);
    expect(tickets.get(sure.ticketId)).toMatchObject({ duplicateOf: null });
    expect(tickets.get(unsure.ticketId)).toMatchObject({ duplicateOf: sure.ticketId });
  });
});

describe('the projection of check-ins', () => {
  it('is the same after a rebuild, for events that arrived in reverse order', async () => {
    const { centre, here, there, web } = await start();
    const ids = [];
    for (let index = 0; index < 6; index += 1) ids.push((await web.book(`W-${index}`)).appointmentId);
    for (const kiosk of [here, there]) {
      const make = newEvents();
      const all = ids.flatMap((id) => arrival(make, id).events);
      const proof = { ticketId: randomUUID(), code: 'NE4NAF7Q29KT', from: at(-60), to: at(0) };
      all.push(make.next('attendance-proof-printed', proof));
      all.push(make.next('appointment-checked-in', { ...all[1]?.payload, way: 'document' }));
      await kiosk.send(all.toReversed());
    }
    const before = await tablesOf(centre.database, PROJECTIONS);
    expect(before.appointment_check_in).toHaveLength(12);
    expect(JSON.stringify(before.appointment_check_in)).not.toContain('"document"');
    expect(before.attendance_proof).toHaveLength(2);
    await centre.database.query(`UPDATE appointment_check_in SET way = 'none', time_uncertain = NOT time_uncertain`);
    await centre.database.query('DELETE FROM attendance_proof');
    await rebuild(centre.database, terrassa);
    expect(await tablesOf(centre.database, PROJECTIONS)).toEqual(before);
  });
});

describe('a proof of attendance', () => {
  const proof = (code: string) => ({ ticketId: randomUUID(), code, from: at(-60), to: at(-5) });
  const verify = (centre: TestCentre, code: string) => centre.order('verifyAttendance', { code });

  it('is verified by its code, with office, day and times and nothing else', async () => {
    const { centre, here, there } = await start();
    await officeAt(centre, THERE).publish('2026-11-01', { sensitive: true });
    await here.send([newEvents().next('attendance-proof-printed', proof('NE4NAF7Q29KT'))]);
    await there.send([newEvents().next('attendance-proof-printed', proof('29KTNE4NAF7Q'))]);
    const genuine = { genuine: true, day: '2026-11-25', from: at(-60), to: at(-5) };
    expect((await verify(centre, 'ne4n-af7q z9kt')).body).toEqual({ ...genuine, office: 'Oficina de proves' });
    expect((await verify(centre, '29KT-NE4N-AF7Q')).body).toEqual({ ...genuine, office: 'Ajuntament de proves' });
    expect((await verify(centre, 'NE4N-AF7Q-29KV')).body).toEqual({ genuine: false });
    expect((await verify(centre, 'no code')).body).toEqual({ genuine: false });
  });

  it('is refused for a while after too many verifications', async () => {
    const { centre } = await start();
    for (let times = 0; times < 30; times += 1) expect((await verify(centre, `${times}`)).status).toBe(200);
    expect((await verify(centre, 'NE4NAF7Q29KT')).problem).toBe('too-many-tries');
    centre.clock.ms += 300_001;
    expect((await verify(centre, 'NE4NAF7Q29KT')).status).toBe(200);
  });
});

describe('a document number', () => {
  it('appears in the request alone: in no table, log or answer', async () => {
    const lines: string[] = [];
    const stream = new Writable({
      write(chunk, _encoding, done) {
        lines.push(String(chunk));
        done();
      },
    });
    const centre = await startTestCentre(await postgres.newDatabase(), { logger: pino({ level: 'trace' }, stream) });
    const { here } = await startOffices(centre, [HERE, THERE]);
    const web = await channelAt(centre, 'web', HERE);
    const order = { officeId: HERE, serviceId: SERVICE_ID, start: at(60) };
    const passport = 'PAB123456';
    const typed = ['12.345.678-Z', DNI, '12345678A', NIE, 'X1234567A', passport];
    const answers: unknown[] = [];
    for (const [index, documentNumber] of typed.entries()) {
      answers.push((await web.put(`W-${index}`, { documentNumber })).body);
      answers.push((await web.put(`W-${index}`, { documentNumber, officeId: THERE })).body);
      if (documentNumber !== passport) answers.push((await web.put(documentNumber)).body);
      answers.push((await web.put(`W-${index}`, { [documentNumber]: true })).body);
      answers.push((await web.put(`V-${index}`, { serviceId: documentNumber.toLowerCase(), documentNumber })).body);
      answers.push((await web.importText(`${documentNumber}\n${documentNumber}`)).body);
      const row = `I-${index},${order.officeId},${order.serviceId},${order.start},${documentNumber}`;
      answers.push(
        await web.import(`reference,officeId,serviceId,start,documentNumber\n${row}\n${row},${documentNumber}`),
      );
    }
    await here.send(arrival(newEvents(), null).events);
    const tables = await tablesOf(centre.database, [...ALL_TABLES, 'office_change', 'rate_window', 'access_token']);
    expect(tables.appointment?.length).toBe(8);
    expect(JSON.stringify(tables.appointment)).toContain('document_hash');
    expect(lines.join('')).toContain('refused');
    for (const text of [JSON.stringify(tables), lines.join(''), JSON.stringify(answers)])
      expect(/.{0,150}(12\.?345\.?678|1234567|AB123456).{0,60}/i.exec(text)?.[0] ?? null).toBeNull();
  });
});
