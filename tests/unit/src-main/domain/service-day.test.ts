import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '../../../../src-main/domain/calendar-day.ts';
import {
  instantOfLocal,
  instantOfMoment,
  localDateTime,
  serviceDayOf,
} from '../../../../src-main/domain/service-day.ts';

const MADRID = 'Europe/Madrid';
// Lord Howe changes its clocks by half an hour; Helsinki turns 04:00 into 03:00; the Azores change at midnight; Tokyo
// never.
const ZONES = [
  MADRID,
  'Europe/Helsinki',
  'Atlantic/Azores',
  'America/New_York',
  'America/Santiago',
  'Australia/Lord_Howe',
  'Pacific/Auckland',
  'Asia/Kathmandu',
  'Asia/Tokyo',
] as const;

const at = (iso: string): number => Date.parse(iso);

describe('a written local time', () => {
  it.each([
    ['2026-11-27 10:30', '2026-11-27T09:30:00Z'],
    ['2026-07-01T10:30:15', '2026-07-01T08:30:15Z'],
  ])('%s is an instant of its zone', (text, instant) => {
    expect(instantOfLocal(text, MADRID)).toBe(at(instant));
  });

  it.each([
    ['never comes', '2026-03-29 02:30'],
    ['comes twice', '2026-10-25 02:30'],
    ['is no day', '2026-02-30 10:00'],
    ['is no hour', '2026-11-27 25:00'],
    ['has an offset', '2026-11-27T10:30+01:00'],
    ['is none', 'demà a les deu'],
  ])('is refused if it %s', (_, text) => {
    expect(instantOfLocal(text, MADRID)).toBeNull();
  });
});

describe('a service day', () => {
  it.each([
    ['in the afternoon', '2026-11-25T14:00:00+01:00', '2026-11-25'],
    ['at four in the morning', '2026-11-25T04:00:00+01:00', '2026-11-25'],
    ['a millisecond before four', '2026-11-25T03:59:59.999+01:00', '2026-11-24'],
    ['at midnight', '2026-11-25T00:00:00+01:00', '2026-11-24'],
    ['on New Year’s night', '2027-01-01T02:00:00+01:00', '2026-12-31'],
    ['on the first of March of a leap year', '2028-03-01T03:00:00+01:00', '2028-02-29'],
    ['before four of the night that loses an hour', '2026-03-29T03:59:59+02:00', '2026-03-28'],
    ['at four of the night that loses an hour', '2026-03-29T04:00:00+02:00', '2026-03-29'],
    ['in the first 02:30 of the night that gains an hour', '2026-10-25T02:30:00+02:00', '2026-10-24'],
    ['in the second 02:30 of the night that gains an hour', '2026-10-25T02:30:00+01:00', '2026-10-24'],
    ['before four of the night that gains an hour', '2026-10-25T03:30:00+01:00', '2026-10-24'],
    ['at four of the night that gains an hour', '2026-10-25T04:00:00+01:00', '2026-10-25'],
  ])('%s', (_when, instant, day) => {
    expect(serviceDayOf(at(instant), MADRID)).toBe(day);
  });

  it('is the office’s own, whatever the day elsewhere', () => {
    const instant = at('2026-11-25T00:00:00Z');
    expect(serviceDayOf(instant, 'Pacific/Auckland')).toBe('2026-11-25');
    expect(serviceDayOf(instant, 'America/New_York')).toBe('2026-11-24');
  });

  it('takes milliseconds with fractions', () => {
    expect(serviceDayOf(at('2026-11-25T04:00:00+01:00') - 0.001, MADRID)).toBe('2026-11-24');
    expect(serviceDayOf(at('2026-11-25T04:00:00+01:00') + 0.999, MADRID)).toBe('2026-11-25');
  });

  it('refuses a zone that does not exist', () => {
    expect(() => serviceDayOf(0, 'Europe/Terrassa')).toThrow(RangeError);
  });

  it('agrees with the platform’s clock at any instant in any zone', () => {
    fc.assert(
      fc.property(instants, fc.constantFrom(...ZONES), (instant, zone) => {
        const { date, hour } = platformClock(instant, zone);
        expect(serviceDayOf(instant, zone)).toBe(hour < 4 ? addDays(date, -1) : date);
      }),
    );
  });

  it('never goes back while time advances', () => {
    fc.assert(
      fc.property(
        instants,
        fc.integer({ min: 0, max: 3 * 86_400_000 }),
        fc.constantFrom(...ZONES),
        (instant, later, zone) => {
          expect(serviceDayOf(instant, zone) <= serviceDayOf(instant + later, zone)).toBe(true);
        },
      ),
    );
  });

  it('begins at 04:00 local time, and follows the day before without a gap', () => {
    fc.assert(
      fc.property(days, fc.constantFrom(...ZONES), (date, zone) => {
        const start = startOf(date, zone);
        expect(serviceDayOf(start - 1, zone)).toBe(addDays(date, -1));
        expect(serviceDayOf(start, zone)).toBe(date);
        expect(localDateTime(start, zone)).toMatchObject({ date, time: '04:00' });
      }),
    );
  });

  it('lasts 23 and 25 hours when Madrid changes its clocks on the night after, else 24', () => {
    const hoursOf = (date: string) => (startOf(addDays(date, 1), MADRID) - startOf(date, MADRID)) / 3_600_000;
    expect(hoursOf('2026-03-28')).toBe(23);
    expect(hoursOf('2026-10-24')).toBe(25);
    expect(hoursOf('2026-03-29')).toBe(24);
    expect(hoursOf('2026-10-25')).toBe(24);
  });
});

describe('the office’s wall clock', () => {
  it.each([
    ['2026-11-25T09:05:59.999+01:00', MADRID, { date: '2026-11-25', time: '09:05', weekday: 'wed' }],
    ['2026-11-29T23:00:00Z', MADRID, { date: '2026-11-30', time: '00:00', weekday: 'mon' }],
    ['2026-10-25T01:30:00Z', MADRID, { date: '2026-10-25', time: '02:30', weekday: 'sun' }],
    ['2026-01-01T00:00:00Z', 'Asia/Kathmandu', { date: '2026-01-01', time: '05:45', weekday: 'thu' }],
  ])('shows %s in %s to the minute', (instant, zone, shown) => {
    expect(localDateTime(at(instant), zone)).toEqual(shown);
  });

  it('agrees with the platform’s clock at any instant in any zone', () => {
    fc.assert(
      fc.property(instants, fc.constantFrom(...ZONES), (instant, zone) => {
        const { date, time, weekday } = platformClock(instant, zone);
        expect(localDateTime(instant, zone)).toEqual({ date, time, weekday });
      }),
    );
  });
});

const FIRST = at('2020-01-01T00:00:00Z');
const LAST = at('2037-12-31T00:00:00Z');
const changeNights = Array.from({ length: 18 }, (_, index) => 2020 + index).flatMap((year) => [
  lastSundayOf(year, '03'),
  lastSundayOf(year, '10'),
]);

/** Any instant within eighteen years; half of the instants are within a day of a change of clocks in Europe. */
const instants = fc.oneof(
  fc.integer({ min: FIRST, max: LAST }),
  fc
    .tuple(fc.constantFrom(...changeNights), fc.integer({ min: -86_400_000, max: 86_400_000 }))
    .map(([night, offset]) => at(`${night}T01:00:00Z`) + offset),
);

const days = fc.oneof(
  fc.integer({ min: FIRST, max: LAST }).map((instant) => new Date(instant).toISOString().slice(0, 10)),
  fc.tuple(fc.constantFrom(...changeNights), fc.integer({ min: -1, max: 1 })).map(([night, by]) => addDays(night, by)),
);

function lastSundayOf(year: number, month: '03' | '10'): string {
  const last = new Date(`${year}-${month}-31T00:00:00Z`);
  return addDays(`${year}-${month}-31`, -last.getUTCDay());
}

function startOf(date: string, zone: string): number {
  let before = at(`${date}T00:00:00Z`) - 36 * 3_600_000;
  let inside = at(`${date}T00:00:00Z`) + 36 * 3_600_000;
  while (inside - before > 1) {
    const middle = Math.floor((before + inside) / 2);
    if (serviceDayOf(middle, zone) < date) before = middle;
    else inside = middle;
  }
  return inside;
}

const clocks = new Map(
  ZONES.map((zone) => [
    zone as string,
    new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      weekday: 'short',
      hourCycle: 'h23',
    }),
  ]),
);

function platformClock(instant: number, zone: string) {
  const parts = new Map(
    clocks
      .get(zone)
      ?.formatToParts(instant)
      .map(({ type, value }) => [type, value]),
  );
  return {
    date: `${parts.get('year')}-${parts.get('month')}-${parts.get('day')}`,
    time: `${parts.get('hour')}:${parts.get('minute')}`,
    hour: Number(parts.get('hour')),
    weekday: parts.get('weekday')?.toLowerCase(),
  };
}

it('a moment of the wall clock is an instant, unless it never comes or comes twice', () => {
  const iso = (date: string, time: string) => {
    const instant = instantOfMoment({ date, time }, 'Europe/Madrid');
    return instant === null ? null : new Date(instant).toISOString();
  };
  expect(iso('2026-11-25', '12:00')).toBe('2026-11-25T11:00:00.000Z');
  expect(iso('2026-12-31', '24:00')).toBe('2026-12-31T23:00:00.000Z');
  expect([iso('2026-03-29', '02:30'), iso('2026-10-25', '02:30')]).toEqual([null, null]);
});
