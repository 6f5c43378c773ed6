import { describe, expect, it } from 'vitest';
import { openPglite } from '../../../../src-central/database/pglite.ts';
import { CITY, CONSULTES, hoursOffice, planOf, TRAMITS } from '../../../support/hours-office.ts';
import { startTestCentre } from '../../../support/test-centre.ts';

const DNI = '12345678Z';
const MINUTE = 60_000;
/** Thursday, the day after the tests' Wednesday. */
const TOMORROW = '2026-11-26';
const at = (time: string, day = TOMORROW) => `${day}T${time}:00.000Z`;

const start = async () => startTestCentre(await openPglite(null));
const nobody = { documentNumber: null, proven: null };

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
    // The answer was lost, and the form is sent again.
    expect(await doors.confirm(CITY, hold, { documentNumber: DNI, proven: null })).toMatchObject({
      value: { appointmentId: booked.value.appointmentId },
    });
    expect(await doors.read(CITY, hold)).toMatchObject({ locator: booked.value.locator, others: null });

    const moving = await doors.hold(CITY, { ...asked, start: at('09:00'), language: 'ca', moves: hold });
    if (!moving.ok) throw new Error(moving.error.kind);
    const moved = await doors.confirm(CITY, moving.value.hold, nobody);
    expect(moved).toMatchObject({ value: { appointmentId: booked.value.appointmentId, start: at('09:00') } });
    expect(await doors.read(CITY, hold)).toMatchObject({ start: at('09:00'), locator: booked.value.locator });

    expect(await doors.cancel(CITY, hold, { door: 'web' })).toEqual({ ok: true, value: null });
    expect(await doors.read(CITY, hold)).toMatchObject({ state: 'cancelled' });
    // Both hours come back at random moments, at the earliest after ten minutes and at the latest after four hours.
    centre.clock.ms += 9 * MINUTE;
    const soon = await hoursOf();
    expect([soon.includes(at('08:00')), soon.includes(at('09:00'))]).toEqual([false, false]);
    centre.clock.ms += 232 * MINUTE;
    expect(await hoursOf()).toHaveLength(20);
  });

  it('is never given to two, and keeps the share of those who come without an appointment', async () => {
    const centre = await start();
    const { doors, officeId } = await hoursOffice(centre, 'oac-hores', planOf(2));
    const hold = (time: string) =>
      doors.hold(CITY, { officeId, errands: [TRAMITS], door: 'web', start: at(time), language: 'ca' });
    const answers = await Promise.all(Array.from({ length: 12 }, (_, index) => hold(index % 2 ? '08:00' : '08:15')));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(4);
    // Six of the eight quarters of an hour at two places: a quarter of them is never booked.
    expect((await hold('08:30')).ok).toBe(true);
    expect((await hold('08:45')).ok).toBe(true);
    expect((await hold('08:30')).ok).toBe(false);
    const visit = { officeId, errands: [TRAMITS, CONSULTES], door: 'web' as const };
    const [day] = await doors.freeHours(CITY, { ...visit, from: TOMORROW, days: 1 });
    expect(day?.starts[0]).toBe(at('09:00'));
    expect(day?.starts.at(-1)).toBe(at('12:15'));
  });
});
