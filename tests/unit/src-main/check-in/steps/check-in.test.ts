import { describe, expect, test } from 'vitest';
import { OfficeId } from '../../../../../src-main/contract/shared/ids.ts';
import { MINUTE_MS, standAtCheckIn } from '../../../../support/check-in-kiosk.ts';
import { at, chooseService, MINE, openKeypad, typeLocator } from '../../../../support/citizen-with-appointment.ts';
import { newRequestId, service } from '../../../../support/core-process.ts';

describe('a person with a confirmation', () => {
  test('gets the ticket of the hour from the idle screen without a touch, with the specialist’s desk', async () => {
    const place = await standAtCheckIn((book) => [book({ startMs: at(20), deskId: 'taula-3' })]);
    place.scan(place.booked[0]?.qr ?? '');
    expect(place.view()).toMatchObject({
      ticket: { visitType: 'appointment', appointment: { time: '11:20', waitAt: 'Taula 3' } },
    });
    expect(place.papers[0]?.ticket?.appointment).toEqual({ startMs: at(20), deskId: 'taula-3' });
    expect(place.events('appointment-checked-in')).toMatchObject([{ way: 'qr', trust: 'cache', deskId: 'taula-3' }]);
  });

  test('gets the exact answer if it is too early, another day or over', async () => {
    const place = await standAtCheckIn((book) => [
      book({ startMs: at(60) }),
      book({ startMs: at(24 * 60) }),
      book({ startMs: at(-11) }),
    ]);
    const tell = (index: number) => {
      place.finish();
      place.scan(place.booked[index]?.qr ?? '');
      return place.view();
    };
    expect(tell(0)).toMatchObject({ result: 'too-early', when: { time: '12:00' }, from: '11:30' });
    expect(tell(1)).toMatchObject({ result: 'wrong-day', when: { date: '2026-11-26', time: '11:00' } });
    expect(tell(2)).toMatchObject({ result: 'too-late', walkIn: 'ticket' });
  });

  test('that was moved beyond the days held gets the new day, by the old code', async () => {
    const place = await standAtCheckIn((book) => [book({ startMs: at(5) })]);
    const booked = place.booked[0];
    if (booked === undefined) throw new Error('nothing was booked');
    const movedTo = { officeId: OfficeId.parse('demonstration'), start: new Date(at(6 * 24 * 60)).toISOString() };
    const appointment = { ...booked.appointment, state: 'moved' as const, movedTo };
    expect(place.centre.keepChanges([{ kind: 'appointment-changed', appointment }], '2').ok).toBe(true);
    place.scan(booked.qr);
    expect(place.view()).toMatchObject({ result: 'wrong-day', when: { date: '2026-12-01', time: '11:00' } });
    expect(typeLocator(place, booked.locator)).toMatchObject({ result: 'wrong-day' });
  });

  test('may type the locator in any form, or the code of the channel', async () => {
    const place = await standAtCheckIn((book) => [
      book({ startMs: at(5) }),
      book({ startMs: at(6), code: 'SE-1234567890' }),
    ]);
    const typed = ` ${(place.booked[0]?.locator ?? '').toLowerCase().replace(/(.{4})/, '$1 - ')}`;
    expect(typeLocator(place, typed)).toMatchObject({ ticket: { appointment: { time: '11:05' } } });
    expect(typeLocator(place, 'se-1234567890')).toMatchObject({ ticket: { appointment: { time: '11:06' } } });
    expect(place.events('appointment-checked-in').map(({ way }) => way)).toEqual(['locator', 'code']);
  });

  test('finds nothing by a number that others may know, even if a booking system uses it as a code', async () => {
    const place = await standAtCheckIn((book) => [
      book({ startMs: at(5), code: MINE }),
      book({ startMs: at(6), code: 'K1234567L' }),
    ]);
    const formats = [{ prefix: '', length: 9, characters: 'capitals-and-digits' as const }];
    place.centre.keepChanges([{ kind: 'code-formats-changed', formats }], '2');
    for (const text of [MINE, '12.345.678-z', 'k1234567l', '１２３４５６７８Ｚ', '612345678', '+34 612 345 678']) {
      expect(typeLocator(place, text)).toMatchObject({ screen: 'locator-keypad', notice: 'mistyped' });
      place.finish();
      place.scan(text);
      expect(place.view()).toMatchObject({ result: 'not-found' });
    }
    expect(place.events('appointment-checked-in')).toEqual([]);
  });

  test('finds nothing by a code that is easily guessed, and the log names the weak format once', async () => {
    const place = await standAtCheckIn((book) => [
      book({ startMs: at(5), code: 'B-1234' }),
      book({ startMs: at(6), code: 'SE-1234567890' }),
    ]);
    const [weak, strong] = [
      { prefix: 'B-', length: 4, characters: 'digits' as const },
      { prefix: 'SE-', length: 10, characters: 'digits' as const },
    ];
    place.centre.keepChanges([{ kind: 'code-formats-changed', formats: [weak, strong] }], '2');
    for (const _time of [1, 2]) expect(typeLocator(place, 'B-1234')).toMatchObject({ notice: 'mistyped' });
    expect(typeLocator(place, 'SE-1234567890')).toMatchObject({ ticket: { appointment: { time: '11:06' } } });
    expect(place.logged.filter((line) => line.includes('code-format-weak'))).toHaveLength(1);
  });

  test('is accepted by the signature alone, once the service is chosen, and recognised from then on', async () => {
    const place = await standAtCheckIn();
    const { qr, appointment } = place.bookings.book({ startMs: at(5) });
    place.scan(qr);
    expect(place.view()).toMatchObject({ result: 'unverified-offline', nextActions: ['choose-service', 'walk-in'] });
    place.touch('continueCheckIn', { requestId: newRequestId() });
    if (place.view().screen === 'services') chooseService(place);
    expect(place.view()).toMatchObject({ ticket: { visitType: 'appointment', appointment: null } });
    expect(place.events('appointment-checked-in')).toMatchObject([
      { appointmentId: appointment.appointmentId, trust: 'token' },
    ]);
    place.finish();
    place.scan(qr);
    expect(place.view()).toMatchObject({ result: 'already-checked-in', nextActions: ['reprint', 'another-ticket'] });
  });

  test('gets the answer "closed" once the day is over here, and is offered no closed service', async () => {
    const place = await standAtCheckIn((book) => [book({ startMs: at(0) })]);
    place.appointments.endDay('2026-11-25');
    place.scan(place.booked[0]?.qr ?? '');
    expect(place.view()).toMatchObject({ result: 'closed', nextActions: ['desk', 'walk-in'] });
  });

  test('who comes late waits with the walk-ins, and the centre learns that', async () => {
    const place = await standAtCheckIn((book) => [book({ startMs: at(-20) })]);
    place.scan(place.booked[0]?.qr ?? '');
    place.touch('takeWalkIn', { requestId: newRequestId() });
    expect(place.view()).toMatchObject({ ticket: { visitType: 'walk-in', serviceId: 'empadronament' } });
    expect(place.events('appointment-checked-in')).toMatchObject([{ arrivedInWindow: 'late' }]);
  });

  test('who asks for the ticket again without a printer sees the printer trouble, and no screen that waits for ever', async () => {
    const place = await standAtCheckIn((book) => [book({ startMs: at(5) })]);
    const qr = place.booked[0]?.qr ?? '';
    place.scan(qr);
    place.finish();
    place.scan(qr);
    expect(place.touch('reprintCheckIn', {})).toEqual({ ok: true, value: null });
    expect(place.view()).toMatchObject({ screen: 'printer-trouble' });
    place.wait(2 * MINUTE_MS);
    expect(place.view().screen).toBe('idle');
  });

  test('stays on the result if the reprint fails', async () => {
    const place = await standAtCheckIn((book) => [book({ startMs: at(5) })]);
    const qr = place.booked[0]?.qr ?? '';
    place.scan(qr);
    place.finish();
    place.scan(qr);
    place.opened.database.exec(
      "CREATE TRIGGER full BEFORE INSERT ON paper_job BEGIN SELECT RAISE(ABORT, 'disk full'); END",
    );
    expect(place.touch('reprintCheckIn', {})).toMatchObject({ ok: false, error: { kind: 'store-failed' } });
    expect(place.view()).toMatchObject({ screen: 'check-in-result', result: 'already-checked-in' });
  });

  test('gets one ticket for a command that comes twice', async () => {
    const place = await standAtCheckIn((book) => [book({ startMs: at(5) })]);
    openKeypad(place, 'locator');
    const stamp = { sessionId: place.now().sessionId, stateNo: place.now().stateNo };
    const command = { stamp, requestId: newRequestId(), text: place.booked[0]?.locator ?? '' };
    expect(place.kiosk.handle('presentLocator', command)).toEqual({ ok: true, value: null });
    expect(place.kiosk.handle('presentLocator', command)).toEqual({ ok: true, value: null });
    expect(place.events('ticket-issued')).toHaveLength(1);
  });
});

test('a person without a code states the service and the hour, and the clerk sees that the statement is unverified', async () => {
  const place = await standAtCheckIn();
  place.touch('openEntry', { visitType: 'appointment' });
  place.touch('openCheckIn', { method: 'no-code' });
  if (place.view().screen === 'services') chooseService(place);
  expect(place.view()).toMatchObject({ screen: 'appointment-hour', hours: expect.arrayContaining(['11:15']) });
  const view = place.view();
  const serviceId = view.screen === 'appointment-hour' ? view.serviceId : service('?');
  place.touch('checkInUnverified', { requestId: newRequestId(), serviceId, startsAt: '11:15' });
  expect(place.events('appointment-checked-in')).toMatchObject([
    { way: 'none', trust: 'unverified', appointmentStart: new Date(at(15)).toISOString() },
  ]);
});
