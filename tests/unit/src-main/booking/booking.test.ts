import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { BookedHour, HoursToGive, OfficeHours } from '../../../../src-main/booking/ports/office-hours.ts';
import { ServiceId } from '../../../../src-main/contract/shared/ids.ts';
import { refuse, succeed } from '../../../../src-main/domain/result.ts';
import { standAtCheckIn } from '../../../support/check-in-kiosk.ts';
import { demonstrationOffice } from '../../../support/core-process.ts';

const SHUT = { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] };
const PADRO = ServiceId.parse('empadronament');
const TAXES = ServiceId.parse('impostos-i-taxes');
const THURSDAY = ['2026-11-26T08:00:00.000Z', '2026-11-26T08:20:00.000Z', '2026-11-26T10:20:00.000Z'];
const FRIDAY = ['2026-11-27T08:00:00.000Z'];
const GIVEN: HoursToGive = {
  services: [PADRO, TAXES].map((serviceId) => ({ serviceId, minutes: 20 })),
  desks: [],
  days: [
    { day: '2026-11-26', starts: THURSDAY },
    { day: '2026-11-27', starts: FRIDAY },
  ],
};
const HOUR: BookedHour = { start: THURSDAY[2] ?? '', locator: 'NE4NAF7Q', qr: 'TORN1.code' };

function answers() {
  const waiting: { question: keyof OfficeHours; resolve: (answer: never) => void }[] = [];
  const released: string[] = [];
  const wait = (question: keyof OfficeHours) => () =>
    new Promise<never>((resolve) => void waiting.push({ question, resolve }));
  return {
    released,
    hours: {
      ask: wait('ask'),
      hold: wait('hold'),
      confirm: wait('confirm'),
      release: (hold: string) => void released.push(hold),
    },
    async give(question: keyof OfficeHours, answer: unknown): Promise<void> {
      const next = waiting.shift();
      expect(next?.question).toBe(question);
      next?.resolve(answer as never);
      await Promise.resolve();
      await Promise.resolve();
    },
    asked: () => waiting.map(({ question }) => question),
  };
}

async function standBefore(profile: Record<string, unknown>) {
  const stand = await standAtCheckIn(undefined, { profile });
  const centre = answers();
  Object.assign(stand.connection.hours, centre.hours);
  stand.connection.become({ state: 'paired', trouble: null });
  stand.kiosk.tick();
  return { ...stand, centre };
}

const demonstration = (): { services: { serviceId: string }[] } =>
  JSON.parse(readFileSync(demonstrationOffice, 'utf8'));

test('a citizen at a closed office books an hour for another day, and an unfinished booking is released', async () => {
  const { centre, connection, touch, view, papers, kiosk, clock } = await standBefore({
    anotherDay: 'when-closed',
    hours: { week: SHUT },
  });
  expect(view()).not.toHaveProperty('books');
  await centre.give('ask', succeed(GIVEN));
  expect(view()).toMatchObject({ screen: 'closed', books: true });
  // The kiosk offers no appointment times while the centre is away, and does not ask again each second.
  connection.become({ trouble: 'central-unreachable' });
  expect(view()).not.toHaveProperty('books');
  connection.become({ trouble: null });
  kiosk.tick();
  expect(centre.asked()).toEqual([]);

  touch('openBooking', {});
  expect(view()).toMatchObject({ screen: 'book-errand', choices: [{ serviceId: PADRO }, { serviceId: TAXES }] });
  touch('chooseErrand', { serviceId: PADRO });
  expect(view()).toMatchObject({ screen: 'book-hour', state: 'asking', hours: [] });
  await centre.give('ask', refuse({ kind: 'slow' }));
  expect(view()).toMatchObject({ screen: 'book-hour', state: 'slow' });
  touch('askHours', {});
  await centre.give('ask', succeed(GIVEN));
  const [first = '', , later = ''] = THURSDAY;
  expect(view()).toMatchObject({ hours: [{ start: first }, { start: later }, { start: FRIDAY[0] }] });

  // Another person has taken the appointment time meanwhile, so it is no longer offered.
  touch('chooseHour', { start: first });
  expect(view()).toMatchObject({ screen: 'book-sure', state: 'holding', at: { date: '2026-11-26', time: '09:00' } });
  await centre.give('hold', refuse({ kind: 'gone' }));
  await centre.give('ask', succeed(GIVEN));
  expect(view()).toMatchObject({
    wasGone: true,
    hours: [{ start: THURSDAY[1] }, { start: later }, { start: FRIDAY[0] }],
  });

  touch('chooseHour', { start: later });
  await centre.give('hold', succeed({ hold: 'FIRST' }));
  touch('back', {});
  expect([view().screen, centre.released]).toEqual(['book-hour', ['FIRST']]);
  // The centre's hold on the appointment time arrives after the person has left, so the kiosk releases the hold.
  touch('chooseHour', { start: later });
  touch('finish', {});
  await centre.give('hold', succeed({ hold: 'LATE' }));
  expect(centre.released).toEqual(['FIRST', 'LATE']);

  touch('openBooking', {});
  touch('chooseErrand', { serviceId: PADRO });
  await centre.give('ask', succeed(GIVEN));
  touch('chooseHour', { start: later });
  await centre.give('hold', succeed({ hold: 'MINE' }));
  touch('confirmHour', {});
  expect(view()).toMatchObject({ screen: 'book-sure', state: 'confirming' });
  expect(touch('confirmHour', {}).ok).toBe(false);
  await centre.give('confirm', refuse({ kind: 'slow' }));
  expect(view()).toMatchObject({ screen: 'book-sure', state: 'unknown' });
  touch('confirmHour', {});
  await centre.give('confirm', succeed(HOUR));
  // This kiosk has no printer. The screen shows the code, the appointment stays booked, and the slip names no ticket.
  expect(view()).toMatchObject({ screen: 'booked', locator: 'NE4NAF7Q', paper: 'no-printer' });
  expect(papers).toMatchObject([{ kind: 'booking', ticket: null, serviceId: PADRO, booking: HOUR }]);
  touch('finish', {});
  expect(centre.released).toEqual(['FIRST', 'LATE']);
  clock.advance(600_000);
  kiosk.tick();
  expect(centre.asked()).toEqual(['ask']);
});

test('a list of services offers bookings always, or only while a service has no turns, as the office has set', async () => {
  const services = demonstration().services.map((one) =>
    one.serviceId === PADRO ? { ...one, hours: { week: SHUT } } : one,
  );
  const open = await standBefore({ anotherDay: 'when-closed' });
  const full = await standBefore({ anotherDay: 'when-closed', services });
  const always = await standBefore({ anotherDay: 'always' });
  const never = await standBefore({ services });
  const all = [open, full, always, never];
  for (const { touch, kiosk } of all) {
    touch('openEntry', { visitType: 'walk-in' });
    kiosk.tick();
  }
  expect(all.map(({ centre }) => centre.asked())).toEqual([[], ['ask'], ['ask'], []]);
  for (const { centre } of [full, always]) await centre.give('ask', succeed(GIVEN));
  expect(all.map(({ view }) => view())).toMatchObject(all.map(() => ({ screen: 'services' })));
  expect(all.map(({ view }) => 'books' in view())).toEqual([false, true, true, false]);
  full.touch('openBooking', {});
  expect(full.view().screen).toBe('book-errand');
  full.touch('back', {});
  expect(full.view().screen).toBe('services');
  expect(open.touch('openBooking', {}).ok).toBe(false);
});
