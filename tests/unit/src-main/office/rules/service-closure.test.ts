import { describe, expect, test } from 'vitest';
import type { OpeningHours } from '../../../../../src-main/domain/opening-hours.ts';
import { guidanceFirst, ticketNameOf } from '../../../../../src-main/office/rules/guidance.ts';
import { closureAt, closureOfAll, type Stop } from '../../../../../src-main/office/rules/service-closure.ts';

const DAY = [
  { from: '09:00', to: '14:00' },
  { from: '16:00', to: '18:00' },
];
const HOURS: OpeningHours = {
  week: { mon: DAY, tue: DAY, wed: DAY, thu: DAY, fri: [{ from: '09:00', to: '14:00' }], sat: [], sun: [] },
  seasons: [],
  eveOfHoliday: [{ from: '09:00', to: '13:00' }],
  closures: [{ span: { from: '2026-08-10', to: '2026-08-14' }, reason: { ca: 'Renovem la sala.' } }],
};
const WHOLE = [{ from: '00:00', to: '24:00' }];
const ALL_DAY: OpeningHours = {
  week: { mon: WHOLE, tue: WHOLE, wed: WHOLE, thu: WHOLE, fri: WHOLE, sat: WHOLE, sun: WHOLE },
  seasons: [],
  closures: [],
};
const CALENDAR = { holidays: [{ date: '2026-12-08', name: { ca: 'La Immaculada' } }] };
const moment = (text: string) => {
  const [date = '', time = ''] = text.split(' ');
  return { date, time };
};
const closure = (at: string, stops: readonly Stop[] = [], hours = HOURS) =>
  closureAt(hours, CALENDAR, moment(at), stops);
const stop = (end: string, reason: Stop['reason'] = 'breakdown', isOpenEnded = false): Stop => ({
  reason,
  end: moment(end),
  isOpenEnded,
});

describe('by its hours a service', () => {
  // 25 November 2026 is a Wednesday, 8 December a Tuesday.
  test.each([
    ['2026-11-25 10:00', null, null],
    ['2026-11-25 08:59', 'opens-later', '2026-11-25 09:00'],
    ['2026-11-25 14:00', 'opens-later', '2026-11-25 16:00'],
    ['2026-11-25 18:00', 'closed-for-today', '2026-11-26 09:00'],
    ['2026-11-27 14:00', 'closed-for-today', '2026-11-30 09:00'],
    ['2026-11-28 10:00', 'not-today', '2026-11-30 09:00'],
    ['2026-12-07 13:00', 'eve', '2026-12-09 09:00'],
    ['2026-12-07 18:00', 'closed-for-today', '2026-12-09 09:00'],
    ['2026-12-08 10:00', 'holiday', '2026-12-09 09:00'],
    ['2026-08-12 10:00', 'closure', '2026-08-17 09:00'],
    // After midnight the service day is still the 25th, but the next opening is on the 26th.
    ['2026-11-26 02:00', 'opens-later', '2026-11-26 09:00'],
  ])('at %s is closed for: %s, until %s', (at, reason, until) => {
    expect(closure(at)?.reason ?? null).toBe(reason);
    expect(closure(at)?.until ?? null).toEqual(until === null ? null : moment(until));
  });

  test('has the name of the holiday, and the profile’s note on a closure', () => {
    expect(closure('2026-12-08 10:00')?.note).toEqual({ ca: 'La Immaculada' });
    expect(closure('2026-08-12 10:00')?.note).toEqual({ ca: 'Renovem la sala.' });
  });

  test('that never opens again has no opening time', () => {
    const never = { ...HOURS, closures: [{ span: { from: '2026-01-01', to: '2027-12-31' } }] };
    expect(closure('2026-11-25 10:00', [], never)).toEqual({ reason: 'closure', note: null, until: null });
  });
});

describe('a stop', () => {
  test.each([
    ['2026-11-25 10:00', '2026-11-25 12:00', 'breakdown', '2026-11-25 12:00'],
    ['2026-11-25 10:00', '2026-11-25 15:00', 'breakdown', '2026-11-25 16:00'],
    ['2026-11-25 10:00', '2026-11-25 19:00', 'breakdown', '2026-11-26 09:00'],
    ['2026-11-27 10:00', '2026-11-27 15:00', 'breakdown', '2026-11-30 09:00'],
    // A service that is closed by its opening hours keeps that reason, unless the breakdown lasts until after the next opening.
    ['2026-11-25 14:30', '2026-11-25 15:00', 'opens-later', '2026-11-25 16:00'],
    ['2026-11-25 14:30', '2026-11-25 17:00', 'breakdown', '2026-11-25 17:00'],
    ['2026-11-25 19:00', '2026-11-26 04:00', 'closed-for-today', '2026-11-26 09:00'],
    ['2026-12-07 10:00', '2026-12-07 13:30', 'breakdown', '2026-12-09 09:00'],
  ])('at %s until %s closes it for %s until %s', (at, end, reason, until) => {
    expect(closure(at, [stop(end)])).toMatchObject({ reason, until: moment(until) });
  });

  test('without an end has no opening time', () => {
    expect(closure('2026-11-25 10:00', [stop('2026-11-26 04:00', 'staff', true)])).toEqual({
      reason: 'staff',
      note: null,
      until: null,
    });
  });

  test('that lasts longest gives the reason; of two equal ones the first', () => {
    const full = stop('2026-11-26 04:00', 'full');
    expect(closure('2026-11-25 10:00', [stop('2026-11-25 12:00'), full])?.reason).toBe('full');
    expect(closure('2026-11-25 10:00', [stop('2026-11-25 19:00'), full])?.reason).toBe('breakdown');
  });

  test('of an office that never closes ends with the service day, also on nights when clocks change', () => {
    for (const [day, next] of [
      ['2026-03-28', '2026-03-29'],
      ['2026-10-24', '2026-10-25'],
      ['2026-12-31', '2027-01-01'],
    ] as const)
      expect(closure(`${day} 23:00`, [stop(`${next} 04:00`, 'full')], ALL_DAY)?.until).toEqual(moment(`${next} 04:00`));
  });
});

describe('a group', () => {
  const noon = { reason: 'breakdown', note: null, until: moment('2026-11-25 12:00') } as const;
  const four = { ...noon, until: moment('2026-11-25 16:00') };
  const never = { ...noon, until: null };
  test('is open while one of its services is', () => {
    expect(closureOfAll([noon, null])).toBeNull();
    expect(closureOfAll([])).toBeNull();
  });
  test('is closed until the first of its services opens, for the reason that all share', () => {
    expect(closureOfAll([four, noon, never])).toEqual(noon);
    expect(closureOfAll([never])).toEqual(never);
  });
  test('with several reasons among its services has none of its own', () => {
    expect(closureOfAll([four, { ...noon, reason: 'full' }])).toEqual({ ...noon, reason: 'opens-later' });
  });
});

describe('a service for people who do not know what they need', () => {
  const services = [
    { name: 'Padró' },
    { name: 'No sé què necessito', ticketName: 'Orientació', guidance: true },
    { name: 'Taxes' },
  ] as const;
  test('is first, and leaves the others in the order of the profile', () => {
    expect(guidanceFirst(services).map(({ name }) => name)).toEqual(['No sé què necessito', 'Padró', 'Taxes']);
  });
  test('names its tickets differently', () => {
    expect(services.map(ticketNameOf)).toEqual(['Padró', 'Orientació', 'Taxes']);
  });
});
