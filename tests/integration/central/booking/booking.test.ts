import { describe, expect, it } from 'vitest';
import { createKeyring } from '../../../../src-central/appointments/keyring.ts';
import { answerPerson } from '../../../../src-central/contacts/person.ts';
import { StoreBusy } from '../../../../src-central/database/database.ts';
import { OTHER_SERVICE, profileOf, SERVICE } from '../../../conformance/trial.ts';
import { channelAt } from '../../../support/booking.ts';
import { officeAt } from '../../../support/city-office.ts';
import { heldDatabase } from '../../../support/held-database.ts';
import { CITY, CONSULTES, doorsAt, hoursOffice, planOf, TRAMITS, WITH_DESKS } from '../../../support/hours-office.ts';
import { sharedPostgres } from '../../../support/postgres.ts';
import { startTestCentre } from '../../../support/test-centre.ts';

const DNI = '12345678Z';
const MINUTE = 60_000;
/** Thursday; the tests begin on Wednesday. */
const TOMORROW = '2026-11-26';
const at = (time: string, day = TOMORROW) => `${day}T${time}:00.000Z`;

const postgres = sharedPostgres();
const start = async () => startTestCentre(await postgres.newDatabase());
const unknown = { documentNumber: null, proven: null };

describe('an hour of the city', () => {
  it('is free, held, booked, moved and cancelled under the same secret', async () => {
    const centre = await start();
    const { doors, officeId } = await hoursOffice(centre, 'oac-hores', planOf(1));
    const asked = { officeId, errands: [TRAMITS], door: 'web' as const };
    const hoursOf = async () => (await doors.freeHours(CITY, { ...asked, from: TOMORROW, days: 1 }))[0]?.starts ?? [];
    expect(await hoursOf()).toHaveLength(20);

    const held = await doors.hold(CITY, { ...asked, start: at('08:00'), language: 'ur' });
    if (!held.ok) throw new Error(held.error.kind);
    expect(await hoursOf()).not.toContain(at('08:00'));
    const second = await doors.hold(CITY, { ...asked, start: at('08:00'), language: 'ca' });
    expect(second).toEqual({ ok: false, error: { kind: 'gone', next: at('08:15') } });

    const { hold } = held.value;
    expect(await doors.confirm(CITY, hold, { documentNumber: '12345678A', proven: null })).toMatchObject({
      error: { kind: 'bad-document' },
    });
    const booked = await doors.confirm(CITY, hold, { documentNumber: DNI, proven: null });
    if (!booked.ok) throw new Error(booked.error.kind);
    expect(booked.value).toMatchObject({
      token: hold,
      start: at('08:00'),
      end: at('08:15'),
      state: 'booked',
      language: 'ur',
    });
    expect(await doorsAt(centre).confirm(CITY, hold, { documentNumber: DNI, proven: null })).toMatchObject({
      value: { appointmentId: booked.value.appointmentId },
    });
    expect(await doors.read(CITY, hold)).toMatchObject({ locator: booked.value.locator, others: null });

    const moving = await doors.hold(CITY, { ...asked, start: at('09:00'), language: 'ca', moves: hold });
    if (!moving.ok) throw new Error(moving.error.kind);
    const moved = await doors.confirm(CITY, moving.value.hold, unknown);
    expect(moved).toMatchObject({ value: { appointmentId: booked.value.appointmentId, start: at('09:00') } });
    expect(await doors.read(CITY, hold)).toMatchObject({ start: at('09:00'), locator: booked.value.locator });

    expect(await doors.cancel(CITY, hold, { door: 'web' })).toEqual({ ok: true, value: null });
    expect(await doors.read(CITY, hold)).toMatchObject({ state: 'cancelled' });
    // Each cancelled appointment time becomes free at a random moment between ten minutes and four hours later.
    centre.clock.ms += 9 * MINUTE;
    const soon = await hoursOf();
    expect([soon.includes(at('08:00')), soon.includes(at('09:00'))]).toEqual([false, false]);
    centre.clock.ms += 232 * MINUTE;
    expect(await hoursOf()).toHaveLength(20);
  });

  it('moves to another office only with its own document, and becomes free at the first office', async () => {
    const centre = await start();
    const { doors, officeId } = await hoursOffice(centre, 'oac-hores', planOf(1));
    const there = await hoursOffice(centre, 'oac-altra', planOf(1));
    const asked = { officeId, errands: [TRAMITS], door: 'web' as const, language: 'ca' as const };
    const held = await doors.hold(CITY, { ...asked, start: at('08:00') });
    const token = held.ok ? held.value.hold : '';
    const booked = await doors.confirm(CITY, token, { documentNumber: DNI, proven: null });
    const locator = booked.ok ? booked.value.locator : null;
    const moving = await doors.hold(CITY, { ...asked, officeId: there.officeId, start: at('09:00'), moves: token });
    const hold = moving.ok ? moving.value.hold : '';
    for (const documentNumber of [null, 'X1234567L'])
      expect(await doors.confirm(CITY, hold, { documentNumber, proven: null })).toMatchObject({
        error: { kind: 'bad-document' },
      });
    expect(await doors.confirm(CITY, hold, { documentNumber: DNI, proven: null })).toMatchObject({
      value: { officeId: there.officeId, start: at('09:00'), locator },
    });
    expect(await doors.read(CITY, token)).toMatchObject({ officeId: there.officeId, start: at('09:00') });
    const found = await centre.order('findBookings', {}, { documentNumber: DNI });
    expect(found.body).toMatchObject({ bookings: [{ officeId: there.officeId }] });
    expect((await doors.hold(CITY, { ...asked, start: at('08:00') })).ok).toBe(false);
    centre.clock.ms += 241 * MINUTE;
    expect((await doors.hold(CITY, { ...asked, start: at('08:00') })).ok).toBe(true);
    const taken = await doors.hold(CITY, { ...asked, officeId: there.officeId, start: at('09:00') });
    expect(taken.ok).toBe(false);
    expect(await doors.cancel(CITY, token, { door: 'web' })).toEqual({ ok: true, value: null });
  });

  it('is not taken back from its new holder by a replica whose clock is slow', async () => {
    const centre = await start();
    const { doors, officeId } = await hoursOffice(centre, 'oac-hores', planOf(1));
    const slow = doorsAt({ ...centre, clock: { ms: centre.clock.ms } });
    const asked = { officeId, errands: [TRAMITS], door: 'web' as const, start: at('08:00'), language: 'ca' as const };
    const first = await slow.hold(CITY, asked);
    // The hold has expired by the centre's clock. By the clock of the replica `slow`, which has stopped, it is still valid.
    centre.clock.ms += 10 * MINUTE;
    const second = await doors.hold(CITY, asked);
    const confirm = (door: typeof doors, held: typeof first) =>
      door.confirm(CITY, held.ok ? held.value.hold : '', unknown);
    expect((await confirm(doors, second)).ok).toBe(true);
    expect(await confirm(slow, first)).toMatchObject({ error: { kind: 'gone' } });
    expect(await doors.read(CITY, second.ok ? second.value.hold : '')).toMatchObject({ others: null });
  });

  it('is booked for its holder when a release comes beside the confirmation', async () => {
    const centre = await start();
    const { doors, officeId } = await hoursOffice(centre, 'oac-hores', planOf(1));
    const asked = { officeId, errands: [TRAMITS], door: 'web' as const, start: at('08:00'), language: 'ca' as const };
    const held = await doors.hold(CITY, asked);
    const token = held.ok ? held.value.hold : '';
    const database = heldDatabase(centre.database);
    database.hold('DELETE FROM booking_hold');
    const confirmed = doorsAt({ ...centre, database }).confirm(CITY, token, unknown);
    await expect.poll(database.waiting).toBe(1);
    let isOver = false;
    const released = doors.release(CITY, token).finally(() => {
      isOver = true;
    });
    const waiting = `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    const isWaiting = async () => isOver || (await centre.database.query(waiting)).length === 1;
    await expect.poll(isWaiting).toBe(true);
    database.release();
    // `release` gives back only an unconfirmed hold. It returns `false` for a confirmed one, which the caller must then cancel.
    expect([(await confirmed).ok, await released]).toEqual([true, false]);
  });

  it('is booked although its office was busy for a while', async () => {
    const centre = await start();
    const { doors, officeId } = await hoursOffice(centre, 'oac-hores', planOf(1));
    const asked = { officeId, errands: [TRAMITS], door: 'web' as const, start: at('08:00'), language: 'ca' as const };
    const held = await doors.hold(CITY, asked);
    let busy = 2;
    const database: typeof centre.database = {
      ...centre.database,
      transaction: (work) =>
        busy-- > 0 ? Promise.reject(new StoreBusy('the database is busy')) : centre.database.transaction(work),
    };
    const beside = doorsAt({ ...centre, database });
    expect((await beside.confirm(CITY, held.ok ? held.value.hold : '', unknown)).ok).toBe(true);
  });

  it.each(['confirmation', 'release'] as const)(
    'is not booked after the operator has given it back, whether the %s reaches the centre first',
    async (first) => {
      const centre = await start();
      const { doors, officeId } = await hoursOffice(centre, 'oac-hores', planOf(1));
      const database = heldDatabase(centre.database);
      const beside = doorsAt({ ...centre, database });
      const by = { tokenId: null, name: 'Núria', role: 'operator', address: null };
      const give = (who: typeof doors, hold: string, alsoBooked: boolean) =>
        who.giveBack({ cityId: CITY, officeId }, hold, { alsoBooked, by });
      const hold = async (time: string) => {
        const answer = await centre.order('holdHour', { officeId }, { errands: [TRAMITS], start: at(time) });
        return (answer.body as { hold: string }).hold;
      };
      const token = await hold('08:00');
      const order = (name: 'confirmHour' | 'releaseHold', body: object) => centre.order(name, { officeId }, body);
      const confirms = () => doors.confirm(CITY, token, unknown);

      if (first === 'confirmation') {
        // Both replicas change the hold's row, so the second waits for the first.
        database.hold('DELETE FROM booking_hold');
        const leading = beside.confirm(CITY, token, unknown);
        await expect.poll(database.waiting).toBe(1);
        const following = give(doors, token, true);
        database.release();
        expect([(await leading).ok, (await following).ok]).toEqual([true, true]);
      } else {
        expect([(await give(beside, token, true)).ok, (await confirms()).ok]).toEqual([true, false]);
      }
      expect(await doors.read(CITY, token)).toEqual(
        first === 'confirmation' ? expect.objectContaining({ state: 'cancelled' }) : null,
      );
      expect((await order('confirmHour', { hold: token, documentNumber: null })).problem).toBe('hour-gone');
      expect((await order('releaseHold', { hold: token, alsoBooked: true })).status).toBe(204);

      // A page of an earlier release tries to give back an appointment time that it has confirmed: the booking stays.
      const kept = await hold('08:30');
      await order('confirmHour', { hold: kept, documentNumber: null });
      expect((await order('releaseHold', { hold: kept })).problem).toBe('already-booked');
      const elsewhere = await hoursOffice(centre, 'oac-altra', planOf(1));
      for (const name of ['confirmHour', 'releaseHold'] as const)
        await centre.order(
          name,
          { officeId: elsewhere.officeId },
          { hold: kept, ...(name === 'confirmHour' ? { documentNumber: null } : { alsoBooked: true }) },
        );
      expect(await doors.read(CITY, kept)).toMatchObject({ state: 'booked' });
    },
  );

  it('is missed once the check-in window of its service ends, and the rest of its time is kept for walk-ins', async () => {
    const centre = await start();
    const { doors, officeId } = await hoursOffice(
      centre,
      'oac-hores',
      planOf(1, { ahead: { mostDays: 1, leastMinutes: 0 } }),
    );
    const services = [SERVICE, OTHER_SERVICE].map((service) => ({
      ...service,
      name: { ca: service.serviceId },
      pictogram: 'stamp',
      checkInMinutes: { early: 30, late: 7 },
    }));
    await officeAt(centre, officeId).publish('2026-11-01', { services });
    const asked = { officeId, errands: [CONSULTES, TRAMITS], door: 'web' as const, language: 'ca' as const };
    const held = await doors.hold(CITY, { ...asked, start: at('11:00', '2026-11-25') });
    const token = held.ok ? held.value.hold : '';
    await doors.confirm(CITY, token, unknown);
    centre.clock.ms = Date.parse(at('11:07', '2026-11-25'));
    const stateOf = async () => (await doors.read(CITY, token))?.state;
    expect(await stateOf()).toBe('booked');
    centre.clock.ms += 1;
    expect(await stateOf()).toBe('missed');
    // Pages offer nothing before 12:00 UTC: the desk now calls waiting people in the 45 minutes of the missed visit, and the other 15
    // minutes of its hour are reserved for people without an appointment.
    const [today] = await doors.freeHours(CITY, { ...asked, errands: [TRAMITS], from: '2026-11-25', days: 1 });
    expect(today?.starts[0]).toBe(at('12:00', '2026-11-25'));
  });

  it('is never given to two people, and the share of walk-ins stays free', async () => {
    const centre = await start();
    const { doors, officeId } = await hoursOffice(centre, 'oac-hores', planOf(2));
    const hold = (time: string) =>
      doors.hold(CITY, { officeId, errands: [TRAMITS], door: 'web', start: at(time), language: 'ca' });
    const answers = await Promise.all(Array.from({ length: 12 }, (_, index) => hold(index % 2 ? '08:00' : '08:15')));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(4);
    // Four quarters of an hour with two places each make eight places. A share of 25 % is reserved for people without an appointment, so
    // six places may be booked.
    expect((await hold('08:30')).ok).toBe(true);
    expect((await hold('08:45')).ok).toBe(true);
    expect((await hold('08:30')).ok).toBe(false);
    const visit = { officeId, errands: [TRAMITS, CONSULTES], door: 'web' as const };
    const [day] = await doors.freeHours(CITY, { ...visit, from: TOMORROW, days: 1 });
    expect(day?.starts[0]).toBe(at('09:00'));
    expect(day?.starts.at(-1)).toBe(at('12:15'));
  });
});

const BOOKED = { documentNumber: null, proven: null };

describe('a plan', () => {
  it('without a share for people without an appointment is refused, with the law as the reason', async () => {
    const centre = await start();
    const { publishPlan, officeId } = await hoursOffice(centre);
    const shares = { walkIn: 0, sameDay: 0, telephone: 0, help: 0, unproven: 100 };
    const refused = await publishPlan(planOf(1, { shares }));
    expect(refused.problem).toBe('invalid-plan');
    expect(JSON.stringify(refused.body)).toMatch(/\/body\/plan\/shares\/walkIn.*Llei 9\/2025/);
    expect((await centre.order('readPlan', { officeId })).body).toMatchObject({
      inEffect: 1,
      versions: [{ version: 1 }],
    });
  });

  it('keeps shares for 010, for people who need help and for the day itself, and bounds unproven bookings', async () => {
    const centre = await start();
    // A day has twenty quarters of an hour: five are reserved for people without an appointment, five for the telephone
    // service 010, five for bookings on the day itself, and four for people who need help.
    const shares = { walkIn: 25, sameDay: 25, telephone: 25, help: 20, unproven: 100 };
    const { doors, officeId, publishPlan } = await hoursOffice(centre, 'oac-hores', planOf(1, { shares }));
    const free = async (door: 'web' | 'telephone', needsHelp = false, day = TOMORROW) =>
      (await doors.freeHours(CITY, { officeId, errands: [TRAMITS], door, needsHelp, from: day, days: 1 }))[0]?.starts ??
      [];
    const take = async (door: 'web' | 'telephone', needsHelp = false) => {
      const [first = ''] = await free(door, needsHelp);
      const asked = { officeId, errands: [TRAMITS], door, needsHelp, start: first, language: 'ca' as const };
      const held = await doors.hold(CITY, asked);
      return held.ok && (await doors.confirm(CITY, held.value.hold, BOOKED)).ok;
    };
    // On an earlier day, only the one quarter of an hour without a reservation is open to all.
    expect([await take('web'), await take('web')]).toEqual([true, false]);
    for (let times = 0; times < 5; times += 1) expect(await take('telephone')).toBe(true);
    expect([await take('telephone'), await take('web', true), (await free('web')).length]).toEqual([false, true, 0]);
    // On the day itself, the quarters reserved for that day are open to all.
    centre.clock.ms = Date.parse(`${TOMORROW}T06:00:00Z`);
    expect((await free('web')).length).toBeGreaterThan(0);

    const bounded = { walkIn: 25, sameDay: 0, telephone: 0, help: 0, unproven: 10 };
    expect((await publishPlan(planOf(1, { shares: bounded }))).status).toBe(201);
    const next = '2026-11-27';
    const hold = (proven: boolean, start: string) =>
      doors.hold(CITY, { officeId, errands: [TRAMITS], door: 'web', proven, start, language: 'ca' });
    expect((await hold(false, at('08:00', next))).ok).toBe(true);
    expect((await hold(false, at('09:00', next))).ok).toBe(true);
    expect((await hold(false, at('10:00', next))).ok).toBe(false);
    const proven = await hold(true, at('10:00', next));
    expect(proven.ok && (await doors.confirm(CITY, proven.value.hold, BOOKED))).toEqual({
      ok: false,
      error: { kind: 'not-proven' },
    });
  });

  it('counts bookings of other channels, lists the bookings without room, and offers another hour for each booking that a closure hits', async () => {
    const centre = await start();
    const { doors, officeId } = await hoursOffice(centre, 'oac-hores', planOf(1));
    const app = await channelAt(centre, 'app', officeId);
    await centre.order('putChannel', { channelId: 'app' }, { name: 'App' });
    for (const reference of ['a', 'b']) await app.book(reference, { start: at('08:00') });
    const hitsOf = async () => {
      const { body } = await centre.order('listBookingHits', { officeId });
      return (body as { hits: { start: string; because: string; others: string[] }[] }).hits;
    };
    expect(await hitsOf()).toMatchObject([
      { start: at('08:00'), because: 'full', others: [at('08:15'), at('08:30'), {}, {}, {}] },
    ]);
    const asked = { officeId, errands: [TRAMITS], door: 'web' as const, language: 'ca' as const };
    expect((await doors.hold(CITY, { ...asked, start: at('08:00') })).ok).toBe(false);
    const held = await doors.hold(CITY, { ...asked, start: at('09:00') });
    const token = held.ok ? held.value.hold : '';
    await doors.confirm(CITY, token, BOOKED);
    const closures = [{ span: { from: TOMORROW, to: TOMORROW }, reason: { ca: 'Obres' } }];
    const day = [{ from: '00:00', to: '24:00' }];
    const week = { mon: day, tue: day, wed: day, thu: day, fri: day, sat: day, sun: day };
    await officeAt(centre, officeId).publish('2026-11-01', { hours: { week, closures } });
    const hits = await hitsOf();
    expect(hits.map(({ start, because }) => `${start} ${because}`)).toEqual([
      `${at('08:00')} closed`,
      `${at('08:00')} closed`,
      `${at('09:00')} closed`,
    ]);
    const booked = await doors.read(CITY, token);
    expect(booked?.others).toHaveLength(5);
    const moving = await doors.hold(CITY, { ...asked, start: booked?.others?.[0] ?? '', moves: token });
    expect(moving.ok && (await doors.confirm(CITY, moving.value.hold, BOOKED)).ok).toBe(true);
    expect(await hitsOf()).toHaveLength(2);
  });
});

describe('an hour that cannot be sold', () => {
  it('is offered to the waiting list first, one person at a time, and then to all; a watcher learns nothing more', async () => {
    const centre = await start();
    const { doors, officeId } = await hoursOffice(
      centre,
      'oac-hores',
      planOf(1, { ahead: { mostDays: 1, leastMinutes: 30 } }),
    );
    const asked = { officeId, errands: [TRAMITS], door: 'desk' as const, language: 'ca' as const };
    const tokens: string[] = [];
    for (const start of (await doors.freeHours(CITY, { ...asked, from: TOMORROW, days: 1 }))[0]?.starts ?? []) {
      const held = await doors.hold(CITY, { ...asked, start });
      if (held.ok && (await doors.confirm(CITY, held.value.hold, BOOKED)).ok) tokens.push(held.value.hold);
    }
    expect(tokens).toHaveLength(15);
    const wait = async (value: string) => {
      const waiting = { ...asked, door: 'web' as const, before: '2026-11-30', holder: { by: 'mail' as const, value } };
      const answered = await doors.wait(CITY, waiting);
      return answered.ok ? answered.value.wait : '';
    };
    const first = await wait('anna@exemple.cat');
    centre.clock.ms += MINUTE;
    const second = await wait('boi@exemple.cat');
    const watcher = await doors.visitorOf(CITY, '192.0.2.7');
    const watched = { officeId, errands: [TRAMITS], door: 'web' as const, visitor: watcher };
    const seen = async (visitor = watcher) =>
      (await doors.freeHours(CITY, { ...watched, visitor, from: TOMORROW, days: 1 }))[0]?.starts.length;
    expect(await seen()).toBe(0);
    await doors.cancel(CITY, tokens[0] ?? '', { door: 'web' });
    expect([(await doors.readWait(CITY, first))?.offer !== null, (await doors.readWait(CITY, second))?.offer]).toEqual([
      true,
      null,
    ]);
    centre.clock.ms += 3 * 60 * MINUTE + 1;
    await doors.settle(CITY);
    expect([await doors.readWait(CITY, first), (await doors.readWait(CITY, second))?.offer !== null]).toEqual([
      null,
      true,
    ]);
    expect(
      (await doors.confirm(CITY, second, { documentNumber: null, proven: { by: 'mail', value: 'boi@exemple.cat' } }))
        .ok,
    ).toBe(true);

    // A cancelled appointment becomes free at its random moment, except for `watcher`, who already looked at this day. The hour around the
    // appointment then has two free quarters. Either may be booked, but not both: one stays reserved for people without an appointment.
    centre.clock.ms += 60 * MINUTE;
    await doors.cancel(CITY, tokens[1] ?? '', { door: 'web' });
    centre.clock.ms += MINUTE;
    expect(await seen()).toBe(0);
    centre.clock.ms += 239 * MINUTE;
    const other = await doors.visitorOf(CITY, '192.0.2.8');
    expect([await seen(), await seen(other)]).toEqual([0, 2]);
    const take = (visitor: string, start: string) => doors.hold(CITY, { ...watched, visitor, start, language: 'ca' });
    const [day] = await doors.freeHours(CITY, { ...watched, visitor: other, from: TOMORROW, days: 1 });
    for (const start of day?.starts ?? []) expect((await take(watcher, start)).ok).toBe(false);
    expect((await take(other, day?.starts[1] ?? '')).ok).toBe(true);
  });

  it('counts open bookings of proven holders only, so that a number typed by a stranger never blocks its owner', async () => {
    const centre = await start();
    const { doors, officeId } = await hoursOffice(centre, 'oac-hores', planOf(4));
    const book = async (time: string, proven: { by: 'document'; value: string } | null) => {
      const door = proven ? ('seu' as const) : ('web' as const);
      const held = await doors.hold(CITY, { officeId, errands: [TRAMITS], door, start: at(time), language: 'ca' });
      if (!held.ok) return held.error.kind;
      const booked = await doors.confirm(CITY, held.value.hold, { documentNumber: proven ? null : DNI, proven });
      return booked.ok ? 'booked' : booked.error.kind;
    };
    for (const time of ['08:00', '08:15', '08:30']) expect(await book(time, null)).toBe('booked');
    const owner = { by: 'document' as const, value: DNI };
    expect(await doors.ofHolder(CITY, owner)).toEqual([]);
    expect([await book('09:00', owner), await book('09:15', owner), await book('09:30', owner)]).toEqual([
      'booked',
      'booked',
      'gone',
    ]);
    expect((await doors.ofHolder(CITY, owner)).map(({ start }) => start)).toEqual([at('09:00'), at('09:15')]);
  });
});

describe('the city’s people', () => {
  it('book, find, move and cancel for a citizen on the telephone', async () => {
    const centre = await start();
    const { officeId } = await hoursOffice(centre);
    const held = await centre.order('holdHour', { officeId }, { errands: [TRAMITS], start: at('08:00') });
    const { hold } = held.body as { hold: string };
    const confirmed = await centre.order('confirmHour', { officeId }, { hold, documentNumber: DNI });
    expect(confirmed.status).toBe(201);
    const { locator, appointmentId } = confirmed.body as { locator: string; appointmentId: string };
    const found = async (search: object) =>
      ((await centre.order('findBookings', {}, search)).body as { bookings: { appointmentId: string }[] }).bookings;
    expect(await found({ locator })).toMatchObject([{ appointmentId, isOurs: true }]);
    expect(await found({ documentNumber: DNI })).toMatchObject([{ appointmentId }]);
    expect(await found({ documentNumber: 'X1234567L' })).toEqual([]);
    const moved = await centre.order('moveBooking', { appointmentId }, { start: at('10:30') });
    expect(moved.body).toMatchObject({ appointmentId, start: at('10:30'), locator });
    expect((await centre.order('cancelBooking', { appointmentId })).status).toBe(204);
    const audit = await centre.database.query<{ what: string }>(
      `SELECT what FROM audit WHERE city_id = $1 AND what LIKE '%ooking%' AND result = 'done' ORDER BY at, what`,
      [CITY],
    );
    expect(audit.map(({ what }) => what)).toEqual(
      expect.arrayContaining(['findBookings', 'moveBooking', 'cancelBooking']),
    );
  });

  it('find a visit with a sensitive service by its locator only, whichever of its services is sensitive', async () => {
    const centre = await start();
    const { doors, officeId } = await hoursOffice(centre);
    const profile = profileOf(officeId) as { services: { serviceId: string }[] };
    const marked = profile.services.map((one) => (one.serviceId === CONSULTES ? { ...one, sensitive: true } : one));
    await officeAt(centre, officeId).publish('2026-11-01', { ...WITH_DESKS, services: marked });
    const found = async (search: object) =>
      ((await centre.order('findBookings', {}, search)).body as { bookings: { start: string }[] }).bookings;
    const startsOf = async () => (await found({ documentNumber: DNI })).map((one) => one.start).toSorted();
    const book = async (errands: string[], start: string) => {
      const held = await centre.order('holdHour', { officeId }, { errands, start });
      const { hold } = held.body as { hold: string };
      const confirmed = await centre.order('confirmHour', { officeId }, { hold, documentNumber: DNI });
      return (confirmed.body as { locator: string }).locator;
    };
    const channel = await channelAt(centre, 'seu', officeId);
    const other = { documentNumber: DNI, start: at('12:00') };
    await channel.book('R1', { ...other, serviceId: TRAMITS });
    const locators = [await book([TRAMITS, CONSULTES], at('08:00')), await book([CONSULTES], at('09:00'))];
    await book([TRAMITS], at('10:00'));
    expect(await startsOf()).toEqual([at('10:00'), at('12:00')]);
    for (const locator of locators) expect(await found({ locator })).toMatchObject([{ errands: [] }]);
    // The service of a visit that kiosks learn is the sensitive one.
    const services = await centre.database.query<{ serviceId: string }>(
      `SELECT service_id AS "serviceId" FROM appointment ORDER BY start_at`,
    );
    expect(services.map(({ serviceId }) => serviceId)).toEqual([CONSULTES, CONSULTES, TRAMITS, TRAMITS]);

    // A hold on that day gives the other system's booking its place, and then that system changes the service.
    await doors.hold(CITY, { officeId, errands: [TRAMITS], door: 'web', start: at('11:00'), language: 'ca' });
    await channel.book('R1', { ...other, serviceId: CONSULTES });
    expect(await startsOf()).toEqual([at('10:00')]);
  });

  it('answer a request of access with all services of a visit, and with the settings that the centre stores of it', async () => {
    const centre = await start();
    const { officeId } = await hoursOffice(centre);
    const held = await centre.order('holdHour', { officeId }, { errands: [TRAMITS, CONSULTES], start: at('08:00') });
    const { hold } = held.body as { hold: string };
    await centre.order('confirmHour', { officeId }, { hold, documentNumber: DNI });
    const channel = await channelAt(centre, 'seu', officeId);
    await channel.book('R1', { documentNumber: DNI, start: at('12:00'), serviceId: CONSULTES });
    const parts = {
      database: centre.database,
      keyring: createKeyring(null),
      clock: { nowMs: () => centre.clock.ms },
    };
    const answered = await answerPerson(parts, CITY, DNI, { erases: false });
    const appointments = answered.ok ? answered.value.appointments : [];
    expect(appointments.toSorted((one, other) => one.start.localeCompare(other.start))).toMatchObject([
      { services: [TRAMITS, CONSULTES], booking: { door: 'telephone', needsHelp: false, language: 'ca' } },
      { services: [CONSULTES], booking: null },
    ]);
  });
});
