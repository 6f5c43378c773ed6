import { describe, expect, test } from 'vitest';
import type { Printer } from '../../../../../hardware/printer/contract.ts';
import { MINUTE_MS, standAtCheckIn } from '../../../../support/check-in-kiosk.ts';
import {
  at,
  chooseService,
  type Place,
  takeTicket,
  typeLocator,
} from '../../../../support/citizen-with-appointment.ts';
import { newRequestId } from '../../../../support/core-process.ts';

const labelOn = ({ view }: Place): string | null => {
  const shown = view();
  if ('ticket' in shown) return shown.ticket.label;
  return 'label' in shown ? shown.label : null;
};
function chooseOnTrust(place: Place): void {
  place.touch('continueCheckIn', { requestId: newRequestId() });
  if (place.view().screen === 'services') chooseService(place);
}

describe('a person with a number', () => {
  test('is asked before a second number is given, and a touch that skips the question is refused', async () => {
    const place = await standAtCheckIn((book) => [book({ startMs: at(5) })]);
    const [{ qr } = { qr: '' }] = place.booked;
    place.scan(qr);
    const label = labelOn(place);
    place.finish();
    place.scan(qr);
    expect(place.view()).toMatchObject({
      result: 'already-checked-in',
      label,
      nextActions: ['reprint', 'another-ticket'],
    });
    expect(place.touch('takeWalkIn', { requestId: newRequestId() })).toMatchObject({
      error: { kind: 'not-possible-here' },
    });
    place.touch('askAnotherTicket', {});
    expect(place.view()).toEqual({ screen: 'another-ticket', label });
    place.touch('back', {});
    expect(place.view()).toMatchObject({ screen: 'check-in-result', label });
    place.touch('askAnotherTicket', {});
    place.touch('takeWalkIn', { requestId: newRequestId() });
    expect(place.view()).toMatchObject({ screen: 'services', visitType: 'walk-in' });
    expect(place.events('ticket-issued')).toHaveLength(1);
  });

  test('gets no other number from the ticket’s own screen', async () => {
    const place = await standAtCheckIn();
    place.touch('openEntry', { visitType: 'walk-in' });
    takeTicket(place);
    expect(takeTicket(place)).toMatchObject({
      error: { kind: 'stale-command' },
    });
    expect(place.events('ticket-issued')).toHaveLength(1);
  });

  test('keeps language and session when the same code is scanned at the question', async () => {
    const place = await standAtCheckIn((book) => [book({ startMs: at(5) })]);
    const [{ qr } = { qr: '' }] = place.booked;
    place.scan(qr);
    place.finish();
    place.scan(qr);
    place.touch('chooseLanguage', { language: 'es' });
    place.touch('askAnotherTicket', {});
    const { sessionId } = place.now();
    place.scan(qr);
    expect(place.now()).toMatchObject({ sessionId, language: 'es', view: { result: 'already-checked-in' } });
    expect(place.events('ticket-issued')).toHaveLength(1);
  });
});

describe('a code that is shown twice leads to its number', () => {
  test('if it is signed and unknown to the kiosk, also once the appointment is known', async () => {
    const place = await standAtCheckIn();
    const one = place.bookings.book({ startMs: at(5) });
    place.scan(one.qr);
    chooseOnTrust(place);
    const label = labelOn(place);
    place.finish();
    place.scan(one.qr);
    expect(place.view()).toMatchObject({ result: 'already-checked-in', label });
    await place.hear([one]);
    typeLocator(place, one.locator);
    expect(place.view()).toMatchObject({ result: 'already-checked-in', label });
    expect(place.events('ticket-issued')).toHaveLength(1);
  });

  test('if it was typed and could not be looked up, and so does its QR code once the appointment is known', async () => {
    const place = await standAtCheckIn((book) => [book({ startMs: at(300) })]);
    place.clock.advance(20 * MINUTE_MS);
    const one = place.bookings.book({ startMs: at(25) });
    typeLocator(place, one.locator);
    expect(place.view()).toMatchObject({ result: 'unverified-offline' });
    chooseOnTrust(place);
    const label = labelOn(place);
    typeLocator(place, one.locator);
    expect(place.view()).toMatchObject({ result: 'already-checked-in', label });
    await place.hear([one]);
    for (const show of [() => typeLocator(place, one.locator), () => place.scan(one.qr)]) {
      place.finish();
      show();
      expect(place.view()).toMatchObject({ result: 'already-checked-in', label });
    }
    expect(place.events('ticket-issued')).toHaveLength(1);
    const { store, appointments } = place;
    appointments.endDay('2026-11-25');
    expect(store.countTickets(store.today.now())).toMatchObject({ value: 1 });
    expect(place.opened.database.prepare('SELECT count(*) FROM check_in_code').pluck().get()).toBe(0);
  });

  test('if it was typed, after a restart without the network', async () => {
    const place = await standAtCheckIn();
    const one = place.bookings.book({ startMs: at(5) });
    place.clock.advance(20 * MINUTE_MS);
    typeLocator(place, one.locator);
    chooseOnTrust(place);
    const label = labelOn(place);
    place.close();
    const again = await standAtCheckIn(() => [], { data: place.data });
    typeLocator(again, one.locator);
    expect(again.view()).toMatchObject({ result: 'already-checked-in', label });
  });

  test('and leaves its ticket on the screen if it is scanned again while that ticket comes out', async () => {
    const device: Printer = {
      condition: () => 'ready',
      onCondition: () => () => undefined,
      print: () => Promise.resolve({ kind: 'printed' }),
      close: () => Promise.resolve(),
    };
    const place = await standAtCheckIn((book) => [book({ startMs: at(5) }), book({ startMs: at(6) })], {
      printers: [{ id: 'main', device }],
    });
    const [mine, others] = place.booked;
    place.touch('chooseLanguage', { language: 'es' });
    place.scan(mine?.qr ?? '');
    await new Promise((resolve) => setImmediate(resolve));
    const before = place.now();
    expect(before.view.screen).toBe('take-ticket');
    place.scan(mine?.qr ?? '');
    place.scan(mine?.locator ?? '');
    expect(place.now()).toEqual(before);
    place.scan(others?.qr ?? '');
    expect(place.now().sessionId).not.toBe(before.sessionId);
    expect(place.events('ticket-issued')).toHaveLength(2);
  });
});
