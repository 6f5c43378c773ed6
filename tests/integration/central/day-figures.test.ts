import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import {
  CityDayFigures,
  DeskFigures,
  NO_FIGURES_SETTING,
  OfficeDayFigures,
} from '../../../src-main/contract/centre/day-figures.ts';
import { MAX_BATCH, type WireEvent } from '../../../src-main/contract/centre/events-upload.ts';
import { pathOf } from '../../../src-main/contract/centre/operations.ts';
import { KIOSK_WRITER } from '../../../src-main/domain/from-home.ts';
import { officeAt } from '../../support/city-office.ts';
import { sharedPostgres } from '../../support/postgres.ts';
import { figuresAndRecount } from '../../support/recounted-figures.ts';
import { newEvents, OFFICE, startTestCentre, type TestCentre, terrassa } from '../../support/test-centre.ts';

const postgres = sharedPostgres();

const MINUTE = 60_000;
const NINE = Date.parse('2026-11-25T08:00:00.000Z');
const DAYS = ['2026-11-23', '2026-11-24', '2026-11-25'];
const SERVICES = ['tramits', 'consultes', 'padro'];
const ENDS = [
  'finish',
  'finish',
  'finish',
  'pass',
  'no-show',
  'leave',
  'wait',
  'withdraw',
  'mark',
  'undone',
  'again',
] as const;

function dice(seed: number) {
  let state = seed;
  return (sides: number): number => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * sides);
  };
}

/** A day of tickets with all kinds of ends, with only the acts of desks that a ticket's state allows. */
function dayOf(
  day: string,
  make: ReturnType<typeof newEvents>,
  roll: (sides: number) => number,
  count: number,
): WireEvent[] {
  const nineMs = NINE + (Date.parse(day) - Date.parse('2026-11-25'));
  const events: WireEvent[] = [];
  const at = (ms: number) => ({ at: { wall: new Date(ms).toISOString(), trust: 'guess' as const } });
  const numbers = new Map<string, number>();
  for (let no = 0; no < count; no += 1) {
    const serviceId = SERVICES[roll(SERVICES.length)] ?? 'tramits';
    const series = serviceId === 'padro' ? 'B' : 'A';
    const number = (numbers.get(series) ?? 0) + 1;
    numbers.set(series, number);
    const ticketId = randomUUID();
    const issuedMs = nineMs + roll(300) * MINUTE + roll(60) * 1_000;
    const isAppointment = roll(4) === 0;
    const isAsked = roll(6) === 0;
    const startMs = issuedMs + (roll(30) - 5) * MINUTE;
    const way = isAppointment ? 'appointment' : 'walk-in';
    const ticket = { ticketId, series, serviceDay: day, number, serviceId, way, language: 'ca', followToken: null };
    events.push(make.next('ticket-issued', { ...ticket, preferential: isAsked && !isAppointment }, at(issuedMs)));
    if (isAppointment) {
      const asked = { preferential: isAsked, comeAndFetch: false, appointmentStart: new Date(startMs).toISOString() };
      const arrival = {
        appointmentId: null,
        ticketId,
        way: 'qr',
        trust: 'cache',
        arrivedInWindow: 'in-time',
        deskId: null,
      };
      events.push(make.next('appointment-checked-in', { ...arrival, ...asked }, at(issuedMs)));
    }
    const state = roll(9) === 0 ? 'not-sent' : 'printed';
    events.push(
      make.next('ticket-print-ended', { ticketId, state, cause: null, duplicate: false }, at(issuedMs + 3_000)),
    );
    let atMs = issuedMs;
    let rank = 0;
    const did = (act: string, minutes: number, more: Record<string, unknown> = {}): string => {
      rank += 1;
      atMs += minutes * MINUTE + roll(60) * 1_000;
      const lifeId = randomUUID();
      const deskId = `taula-${1 + roll(3)}`;
      events.push(
        make.next(
          'ticket-life',
          { lifeId, ticketId, rank, deskId: String(more.deskId ?? deskId), act, ageMs: 0, ...more },
          at(atMs),
        ),
      );
      return lifeId;
    };
    const deskId = `taula-${1 + roll(3)}`;
    const end = ENDS[roll(ENDS.length)] ?? 'wait';
    if (end === 'wait') continue;
    if (end === 'withdraw') {
      events.push(make.next('ticket-withdrawn', { ticketId }, at(issuedMs + 5 * MINUTE)));
      continue;
    }
    if (end === 'mark') {
      const mark = { markId: randomUUID(), series, serviceDay: day, from: number, to: number, rank: no + 1 };
      events.push(
        make.next(
          'numbers-served',
          { ...mark, appointmentsUntil: new Date(startMs).toISOString() },
          at(issuedMs + 9 * MINUTE),
        ),
      );
      continue;
    }
    const call = did('call', roll(50), { deskId });
    if (end === 'undone') {
      did('undo', 1, { deskId, undoes: call });
      continue;
    }
    if (end === 'leave') {
      did('leave', 2, { deskId });
      continue;
    }
    if (end === 'no-show' || end === 'again') {
      did('no-show', 2, { deskId });
      if (end === 'no-show') continue;
      did('recall', 10, { deskId });
    }
    if (roll(2) === 0) did('serve', roll(3), { deskId });
    if (end === 'pass') {
      did('transfer', roll(9), { deskId, to: 'consultes' });
      did('call', roll(20), { deskId: 'taula-3' });
    }
    did('finish', roll(25), { deskId: end === 'pass' ? 'taula-3' : deskId });
  }
  return events;
}

const dayFigures = async (centre: TestCentre, day?: string): Promise<OfficeDayFigures> => {
  const query = day === undefined ? '' : `?day=${day}`;
  const answer = await fetch(
    `${centre.url}${pathOf('readDayFigures', { cityId: terrassa, officeId: OFFICE })}${query}`,
    {
      headers: { authorization: `Bearer ${centre.token}` },
    },
  );
  return OfficeDayFigures.parse(await answer.json());
};

test('the figures of days equal what SQL alone counts from the tables, and a late event changes a day that was counted', async () => {
  const centre = await startTestCentre(await postgres.newDatabase());
  await officeAt(centre, OFFICE).publish();
  const kiosk = await centre.enrol(1);
  const make = newEvents();
  const roll = dice(31);
  const sendAll = async (events: readonly WireEvent[]): Promise<void> => {
    for (let sent = 0; sent < events.length; sent += MAX_BATCH) await kiosk.send(events.slice(sent, sent + MAX_BATCH));
  };
  for (const day of DAYS) await sendAll(dayOf(day, make, roll, 80));
  await centre.database.query(
    `INSERT INTO channel (city_id, channel_id, name, formats, changed_at) VALUES ($1, 'app', 'App', '[]', now())`,
    [terrassa],
  );
  await centre.database.query(
    `INSERT INTO appointment (city_id, appointment_id, channel_id, reference, office_id, service_id, start_at, service_day, key_no,
        booked_at, changed_at)
      SELECT $1, gen_random_uuid(), 'app', 'cita ' || no, $2, 'tramits', '2026-11-24T09:00:00Z', '2026-11-24', 1, now(), now()
      FROM generate_series(1, 7) AS no`,
    [terrassa, OFFICE],
  );
  const [voided] = await centre.database.query<{ id: string }>(
    `SELECT ticket_id AS id FROM ticket WHERE city_id = $1 AND service_day = '2026-11-24' ORDER BY ticket_id LIMIT 1`,
    [terrassa],
  );
  await centre.order('voidTicket', { ticketId: voided?.id ?? '' });
  const place = { cityId: terrassa, officeId: OFFICE, days: DAYS };
  const { figures, recount } = await figuresAndRecount(centre, place);
  expect(Object.keys(figures)).toEqual(DAYS);
  expect(figures).toEqual(recount);
  const middle = figures['2026-11-24'];
  expect(middle?.groups['  ']).toMatchObject({ arrivals: 80, voided: 1 });
  expect(middle?.appointments).toMatchObject({ booked: 7, came: 0, bookedMinutes: 140 });

  const { total } = (await dayFigures(centre, '2026-11-24')).figures;
  await kiosk.send(dayOf('2026-11-24', make, roll, 5));
  expect((await dayFigures(centre, '2026-11-24')).figures.total).toEqual(total);
  centre.clock.ms += 11 * MINUTE;
  expect((await dayFigures(centre, '2026-11-24')).figures.total.arrivals).toBe(85);
  expect(await figuresAndRecount(centre, place)).toMatchObject({
    recount: (await figuresAndRecount(centre, place)).figures,
  });

  // A day older than a month is not counted again, because the centre has deleted its events.
  centre.clock.ms += 30 * 24 * 60 * MINUTE;
  await kiosk.send(dayOf('2026-11-24', make, roll, 5));
  expect((await dayFigures(centre, '2026-11-24')).figures.total.arrivals).toBe(85);
});

test('a kiosk does not count as a desk in the hours in which it acts on a turn from home', async () => {
  const centre = await startTestCentre(await postgres.newDatabase());
  await officeAt(centre, OFFICE).publish();
  const kiosk = await centre.enrol(1);
  const make = newEvents();
  const at = (minute: number) => ({
    at: { wall: new Date(NINE + minute * MINUTE).toISOString(), trust: 'guess' as const },
  });
  const day = '2026-11-25';
  const ticketId = randomUUID();
  const ticket = { ticketId, series: 'A', serviceDay: day, number: 1, serviceId: 'tramits', way: 'walk-in' };
  const did = (rank: number, deskId: string, act: string, minute: number, more: object = {}) =>
    make.next('ticket-life', { lifeId: randomUUID(), ticketId, rank, deskId, act, ageMs: 0, ...more }, at(minute));
  await kiosk.send([
    make.next('ticket-issued', { ...ticket, language: 'ca', followToken: null }, at(0)),
    did(1, KIOSK_WRITER, 'come', 0, { to: 'ABCDEFG2' }),
    did(2, KIOSK_WRITER, 'put-behind', 70),
    did(3, KIOSK_WRITER, 'arrive', 130),
    did(4, 'taula-1', 'call', 140),
    did(5, 'taula-1', 'finish', 150),
  ]);
  const { figures } = await dayFigures(centre);
  expect(figures.hours.map(({ hour, arrivals, served, desks }) => [hour, arrivals, served, desks])).toEqual([
    [9, 1, 1, 0],
    [11, 0, 0, 1],
  ]);
  const both = await figuresAndRecount(centre, { cityId: terrassa, officeId: OFFICE, days: [day] });
  expect(both.figures).toEqual(both.recount);
});

test('today’s figures show the longest wait, the usual day and the worst hour; desks only once the staff were informed, and never a specialist’s desk', async () => {
  const centre = await startTestCentre(await postgres.newDatabase());
  await officeAt(centre, OFFICE).publish();
  const kiosk = await centre.enrol(1);
  const make = newEvents();
  const at = (ms: number) => ({ at: { wall: new Date(ms).toISOString(), trust: 'guess' as const } });
  const issued = (ms: number, number: number, serviceDay: string, serviceId = 'tramits') =>
    make.issued(number, { serviceDay, serviceId }).payload &&
    make.next(
      'ticket-issued',
      {
        ticketId: randomUUID(),
        series: 'A',
        serviceDay,
        number,
        serviceId,
        way: 'walk-in',
        language: 'ca',
        followToken: null,
      },
      at(ms),
    );
  const did = (ticket: WireEvent, rank: number, act: string, ms: number, deskId: string) =>
    make.next(
      'ticket-life',
      { lifeId: randomUUID(), ticketId: ticket.payload.ticketId, rank, deskId, act, ageMs: 0 },
      at(ms),
    );
  const WEEK = 7 * 24 * 60 * MINUTE;
  const earlier = [2, 4].flatMap((people, week) =>
    Array.from({ length: people }, (_, no) =>
      issued(NINE - (week + 1) * WEEK, no + 1, week === 0 ? '2026-11-18' : '2026-11-11'),
    ),
  );
  const today = [0, 10, 70, 80].map((minute, no) => issued(NINE + minute * MINUTE, no + 1, '2026-11-25'));
  const [first, second, third] = today;
  if (first === undefined || second === undefined || third === undefined) throw new Error('no tickets');
  await kiosk.send([
    ...earlier,
    ...today,
    did(first, 1, 'call', NINE + 5 * MINUTE, 'taula-1'),
    did(first, 2, 'finish', NINE + 12 * MINUTE, 'taula-1'),
    did(second, 1, 'call', NINE + 50 * MINUTE, 'taula-2'),
    did(second, 2, 'finish', NINE + 59 * MINUTE, 'taula-2'),
    did(third, 1, 'call', NINE + 90 * MINUTE, 'taula-2'),
  ]);
  const { figures, usual, days, today: now } = await dayFigures(centre);
  expect(now).toBe('2026-11-25');
  expect(figures.waiting).toEqual([{ serviceId: 'tramits', people: 1, since: '2026-11-25T09:20:00.000Z' }]);
  expect(figures.total).toMatchObject({ arrivals: 4, wait: { people: 3, half: 20, nineOfTen: 40, worst: 40 } });
  expect(figures.total.attention).toEqual({ people: 2, half: 7, nineOfTen: 9, worst: 9 });
  expect(figures.hours.map(({ hour, arrivals, desks }) => [hour, arrivals, desks])).toEqual([
    [9, 2, 2],
    [10, 2, 1],
  ]);
  expect(usual).toMatchObject({ days: 2, arrivals: 2, hours: [{ hour: 9, arrivals: 2 }] });
  expect(days).toHaveLength(28);
  expect(days.find(({ day }) => day === '2026-11-18')?.arrivals).toBe(2);

  const city = CityDayFigures.parse((await centre.order('listDayFigures', {})).body);
  expect(city.offices).toMatchObject([{ worstHour: { hour: 9, nineOfTen: 40 }, desks: 2, waiting: { people: 1 } }]);

  const desks = async () => DeskFigures.parse((await centre.order('readDeskFigures', { officeId: OFFICE })).body);
  expect(await desks()).toEqual({ informedOn: null, desks: [] });
  const put = (informedOn: string) => centre.order('putFiguresSetting', {}, { ...NO_FIGURES_SETTING, informedOn });
  expect((await put('2026-11-26')).status).toBe(204);
  expect((await desks()).desks).toEqual([]);
  // The audit does not sort entries with equal times, so each entry needs a different time.
  centre.clock.ms += 1;
  expect((await put('2026-11-25')).status).toBe(204);
  expect((await desks()).desks).toMatchObject([
    { deskId: 'taula-1', served: 1 },
    { deskId: 'taula-2', served: 1 },
  ]);
  const audited = await centre.database.query(`SELECT detail FROM audit WHERE what = 'putFiguresSetting' ORDER BY at`);
  expect(audited).toMatchObject([{ detail: { informedOn: '2026-11-26' } }, { detail: { informedOn: '2026-11-25' } }]);
  await centre.database.query(
    `INSERT INTO desk_calendar (city_id, office_id, desk_id, secret_hash, made_at) VALUES ($1, $2, 'taula-2', 'x', now())`,
    [terrassa, OFFICE],
  );
  expect((await desks()).desks.map(({ deskId }) => deskId)).toEqual(['taula-1']);
});
