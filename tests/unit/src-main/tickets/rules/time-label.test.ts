import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { serviceDayOf } from '../../../../../src-main/domain/service-day.ts';
import {
  anchorOf,
  type ClockRow,
  confirmClock,
  correctionFor,
  createDayOf,
  doubtOf,
  GUESS_REACH_MS,
  isHourKnown,
  isHourShown,
  reachedDay,
  readServiceDay,
  SLOWEST_ANCHOR_MS,
  timeFloorNow,
  trustedNow,
} from '../../../../../src-main/tickets/rules/time-label.ts';

const ZONE = 'Europe/Madrid';
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const at = (iso: string): number => Date.parse(iso);
const dayOf = (instantMs: number) => serviceDayOf(instantMs, ZONE);

const EVENING = at('2026-11-25T19:00:00+01:00');
const row: ClockRow = { lastServiceDay: '2026-11-25', lastWallMs: EVENING };
const NEVER: ClockRow = { lastServiceDay: null, lastWallMs: null };
const guess = (wallMs: number, from: ClockRow = row) =>
  readServiceDay({ wallMs, monotonicMs: 5_000 }, null, from, dayOf);

it('a day is reached by the last certain time if the clock is behind it, and the hour is then unknown', () => {
  const [then, now, later] = ['2019-01-01', '2026-11-30', '2026-12-02'].map((day) => at(`${day}T12:00Z`));
  for (const [wall, certain, reached] of [
    [then, null, '2019-01-01'],
    [then, now, '2026-11-30'],
    [later, now, '2026-12-02'],
  ] as const)
    expect(reachedDay(guess(Number(wall), NEVER), certain ?? null, dayOf)).toBe(reached);
  expect([then, now, later].map((wall) => isHourKnown(Number(wall), Number(now)))).toEqual([false, true, true]);
  expect(isHourKnown(Number(then), null)).toBe(false);
  expect(isHourKnown(Number(now) - 1_800_000, Number(now))).toBe(true);
  expect(isHourKnown(Number(now) - 7_200_000, Number(now))).toBe(false);
});

it('the hour is hidden if the day is in doubt, or the centre’s clock is an hour off', () => {
  const doubtAt = (wallMs: number) => doubtOf(guess(wallMs, row));
  expect(isHourShown(EVENING, EVENING, doubtAt(EVENING), null)).toBe(true);
  const ahead = EVENING + GUESS_REACH_MS + 1;
  expect(isHourShown(ahead, EVENING, doubtAt(ahead), null)).toBe(false);
  for (const [offsetMs, isShown] of [
    [HOUR_MS - 1, true],
    [HOUR_MS, false],
    [1 - HOUR_MS, true],
    [-HOUR_MS, false],
  ] as const)
    expect(isHourShown(EVENING, null, null, offsetMs), String(offsetMs)).toBe(isShown);
});

describe('a guess', () => {
  it.each([
    ['a minute later', EVENING + 60_000, '2026-11-25'],
    ['at once', EVENING, '2026-11-25'],
    ['next morning', EVENING + 13 * HOUR_MS, '2026-11-26'],
    ['a millisecond before four', at('2026-11-26T03:59:59.999+01:00'), '2026-11-25'],
    ['at four', at('2026-11-26T04:00:00+01:00'), '2026-11-26'],
    ['as far as a guess reaches', EVENING + GUESS_REACH_MS, '2027-01-09'],
  ])('trusts a wall clock %s', (_when, wallMs, serviceDay) => {
    const reading = guess(wallMs);
    expect(doubtOf(reading)).toBeNull();
    expect(reading).toMatchObject({
      serviceDay,
      basis: 'wall',
      row: { lastServiceDay: serviceDay, lastWallMs: wallMs },
    });
  });

  it.each([
    ['begins in 1970', 12_000],
    ['went back a second behind the last ticket', EVENING - 1_000],
    ['went back a day', EVENING - DAY_MS],
    ['says 2040', at('2040-01-01T12:00:00+01:00')],
    ['is ahead by more than a guess reaches', EVENING + GUESS_REACH_MS + 1],
  ])('keeps the last ticket’s day if the wall clock %s, and does not remember that clock', (_what, wallMs) => {
    expect(guess(wallMs)).toMatchObject({ serviceDay: '2026-11-25', basis: 'last-day', row });
  });

  it('accepts any clock for its first ticket, and doubts a clock that was never set until it is set', () => {
    const first = guess(12_000, NEVER);
    expect([first.serviceDay, doubtOf(first)]).toEqual(['1969-12-31', { believed: '1969-12-31', clock: '1969-12-31' }]);
    expect(doubtOf(guess(13_000, first.row))).not.toBeNull();
    expect(guess(EVENING, first.row)).toMatchObject({ serviceDay: '2026-11-25', basis: 'wall' });
  });

  it.each([
    ['a minute back', EVENING - 60_000, null],
    ['a day back', EVENING - DAY_MS, { believed: '2026-11-25', clock: '2026-11-24' }],
    ['a year ahead', EVENING + 365 * DAY_MS, { believed: '2026-11-25', clock: '2027-11-25' }],
    ['in 1970', 12_000, { believed: '2026-11-25', clock: '1969-12-31' }],
  ])('doubts a clock that is %s only if its day differs', (_what, wallMs, doubt) => {
    expect(doubtOf(guess(wallMs))).toEqual(doubt);
  });

  it('trusts a clock that comes back after it showed 2040', () => {
    const wrong = guess(at('2040-01-01T12:00:00+01:00'));
    expect(guess(EVENING + 13 * HOUR_MS, wrong.row)).toMatchObject({ serviceDay: '2026-11-26', basis: 'wall' });
  });

  it.each([
    ['loses', '2026-03-28T19:00:00+01:00', '2026-03-29T03:59:59+02:00', '2026-03-29T04:00:00+02:00', '2026-03-29'],
    ['gains', '2026-10-24T19:00:00+02:00', '2026-10-25T03:59:59+01:00', '2026-10-25T04:00:00+01:00', '2026-10-25'],
  ])('turns the day at four in the night that %s an hour', (_what, evening, before, four, serviceDay) => {
    const from = { lastServiceDay: dayOf(at(evening)), lastWallMs: at(evening) };
    expect(guess(at(before), from).serviceDay).toBe(from.lastServiceDay);
    expect(guess(at(four), from).serviceDay).toBe(serviceDay);
  });

  it('never goes back, and never further ahead than its reach, whatever the clock shows', () => {
    const jumps = fc.oneof(
      fc.integer({ min: -40 * DAY_MS, max: 40 * DAY_MS }).map((by) => EVENING + by),
      fc.integer({ min: 0, max: at('2040-12-31T00:00:00Z') }),
    );
    fc.assert(
      fc.property(fc.array(jumps, { minLength: 1, maxLength: 20 }), (clocks) => {
        let known = row;
        for (const wallMs of clocks) {
          const reading = guess(wallMs, known);
          expect(reading.serviceDay >= (known.lastServiceDay ?? '')).toBe(true);
          expect((reading.row.lastWallMs ?? 0) - (known.lastWallMs ?? 0)).toBeLessThanOrEqual(GUESS_REACH_MS);
          if (reading.basis === 'last-day') expect(reading.row).toBe(known);
          known = reading.row;
        }
      }),
    );
  });
});

describe('trusted time', () => {
  const anchor = { trustedMs: at('2026-11-26T09:00:00+01:00'), atMonotonicMs: 1_000 };

  it('advances by the monotonic clock, whatever the wall clock shows', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: at('2040-12-31T00:00:00Z') }), (wallMs) => {
        const reading = readServiceDay({ wallMs, monotonicMs: 1_000 + 19 * HOUR_MS }, anchor, row, dayOf);
        expect(reading).toMatchObject({
          serviceDay: '2026-11-27',
          basis: 'trusted',
          row: { lastServiceDay: '2026-11-27', lastWallMs: anchor.trustedMs + 19 * HOUR_MS },
        });
      }),
    );
  });

  it('corrects the record of a wrong clock, also backwards', () => {
    const ahead = { lastServiceDay: '2026-12-20', lastWallMs: at('2026-12-20T10:00:00+01:00') };
    const reading = readServiceDay({ wallMs: 0, monotonicMs: 1_000 }, anchor, ahead, dayOf);
    expect(reading.row).toEqual({ lastServiceDay: '2026-11-26', lastWallMs: anchor.trustedMs });
  });

  it('is taken at the middle of the round trip', () => {
    const found = anchorOf(10_000, 400, 1_400);
    expect(found).toEqual({ trustedMs: 10_500, atMonotonicMs: 1_400 });
    expect(found && trustedNow(found, 2_400)).toBe(11_500);
  });

  it('is not taken from an answer that came too late, or before its request', () => {
    expect(anchorOf(0, 0, SLOWEST_ANCHOR_MS)).not.toBeNull();
    expect(anchorOf(0, 0, SLOWEST_ANCHOR_MS + 1)).toBeNull();
    expect(anchorOf(0, 10, 9)).toBeNull();
    expect(anchorOf(500, 10, 10)).toEqual({ trustedMs: 500, atMonotonicMs: 10 });
  });
});

describe('a confirmation of the clock', () => {
  it('ends a day that has stood still for longer than a guess reaches', () => {
    const afterHolidays = EVENING + 50 * DAY_MS;
    expect(guess(afterHolidays).basis).toBe('last-day');
    expect(guess(afterHolidays + 1, confirmClock(afterHolidays, dayOf))).toMatchObject({
      serviceDay: '2027-01-14',
      basis: 'wall',
    });
  });
});

describe('the remembered day of an instant', () => {
  it.each([ZONE, 'Asia/Kathmandu', 'Australia/Lord_Howe'])('is the service day of %s', (zone) => {
    const remembered = createDayOf(zone);
    const near = fc
      .constantFrom('2026-03-29', '2026-10-25', '2026-04-05', '2026-11-26', '1970-01-01')
      .chain((date) => fc.integer({ min: -8 * HOUR_MS, max: 8 * HOUR_MS }).map((by) => at(`${date}T00:00:00Z`) + by));
    fc.assert(
      fc.property(near, fc.integer({ min: 0, max: 20 * 60_000 }), (instantMs, by) => {
        expect(remembered(instantMs)).toBe(serviceDayOf(instantMs, zone));
        expect(remembered(instantMs + by)).toBe(serviceDayOf(instantMs + by, zone));
      }),
    );
  });
});

describe('a confirmation of the kiosk’s date', () => {
  const wallMs = EVENING - 2 * DAY_MS;
  const doubt = doubtOf(guess(wallMs));
  const correctionMs = doubt === null ? 0 : correctionFor(doubt, row, wallMs);
  const corrected = (laterMs: number, from: ClockRow = row) =>
    readServiceDay({ wallMs: wallMs + laterMs, monotonicMs: 5_000 }, null, from, dayOf, correctionMs);

  it('lets the clock continue from that date, over the night', () => {
    expect(correctionMs).toBe(2 * DAY_MS);
    expect(corrected(0)).toMatchObject({ serviceDay: '2026-11-25', basis: 'wall' });
    expect(corrected(DAY_MS)).toMatchObject({ serviceDay: '2026-11-26', basis: 'wall' });
  });

  it('continues from the last ticket’s hour if the clock was never set', () => {
    const unset = { believed: guess(12_000).serviceDay, clock: '1969-12-31' };
    expect(12_000 + correctionFor(unset, row, 12_000)).toBe(EVENING);
  });

  it('no longer applies once the clock has been set right', () => {
    const { row: kept } = corrected(60_000);
    expect(
      readServiceDay({ wallMs: EVENING + 120_000, monotonicMs: 0 }, null, kept, dayOf, correctionMs),
    ).toMatchObject({
      serviceDay: '2026-11-25',
      row: { lastWallMs: EVENING + 120_000 },
    });
  });
});

describe('the certain time', () => {
  const floor = { atLeastMs: EVENING, atMonotonicMs: 1_000 };

  it('is unknown before a time was ever certain', () => {
    expect(timeFloorNow(null, null, 5_000)).toBeNull();
  });

  it('is the centre’s time while that is known, even if it is behind the earlier certain time', () => {
    const anchor = { trustedMs: EVENING - DAY_MS, atMonotonicMs: 2_000 };
    for (const before of [null, floor])
      expect(timeFloorNow(before, anchor, 2_500)).toEqual({ atLeastMs: EVENING - DAY_MS + 500, atMonotonicMs: 2_500 });
  });

  it('advances while the machine runs, and does not go back when its clock begins anew', () => {
    expect(timeFloorNow(floor, null, 1_700)).toEqual({ atLeastMs: EVENING + 700, atMonotonicMs: 1_700 });
    expect(timeFloorNow(floor, null, 400)).toEqual({ atLeastMs: EVENING, atMonotonicMs: 400 });
  });
});

describe('a clock near its earliest date', () => {
  const EARLIEST = at('2025-01-01T00:00:00Z');

  it('is trusted for a first ticket from 2025 on', () => {
    expect(guess(EARLIEST, NEVER)).toMatchObject({ basis: 'wall', serviceDay: '2024-12-31' });
    expect(guess(EARLIEST - 1, NEVER)).toMatchObject({
      basis: 'last-day',
      instantMs: null,
      row: { lastServiceDay: '2024-12-31', lastWallMs: EARLIEST - 1 },
    });
  });

  it('is trusted after a ticket dated before 2025, and not if the instant of the last ticket is lost', () => {
    const unset = { lastServiceDay: '1970-01-01', lastWallMs: EARLIEST - 1 };
    expect(guess(EVENING, unset).basis).toBe('wall');
    expect(guess(at('2040-01-01T12:00:00Z'), unset).basis).toBe('wall');
    expect(guess(at('2040-01-01T12:00:00Z'), { ...unset, lastWallMs: EARLIEST }).basis).toBe('last-day');
    expect(guess(EVENING, { lastServiceDay: '2026-11-25', lastWallMs: null }).basis).toBe('last-day');
  });

  it('is in doubt before 2025 even for the same day, and not from then on', () => {
    const reading = guess(12_000, NEVER);
    const of = (day: string) => doubtOf({ ...reading, serviceDay: day as typeof reading.serviceDay, clockDay: day });
    expect(of('2024-12-31')).toEqual({ believed: '2024-12-31', clock: '2024-12-31' });
    expect(of('2025-01-01')).toBeNull();
  });

  it('continues from the last ticket’s hour before 2025, and by whole days from then on or without a last ticket', () => {
    const { serviceDay: believed } = guess(EVENING);
    const on = (clock: string, from: ClockRow) => correctionFor({ believed, clock }, from, 12_000);
    expect(on('2024-12-31', row)).toBe(EVENING - 12_000);
    expect(on('2025-01-01', row)).toBe(at('2026-11-25') - at('2025-01-01'));
    expect(on('2024-12-31', NEVER)).toBe(at('2026-11-25') - at('2024-12-31'));
  });
});

describe('a reading with a correction', () => {
  const corrected = (wallMs: number, correctionMs: number) =>
    readServiceDay({ wallMs, monotonicMs: 0 }, null, row, dayOf, correctionMs);

  it('has the corrected instant, and the clock’s own day unchanged', () => {
    expect(corrected(EVENING - 2 * DAY_MS, 2 * DAY_MS)).toEqual({
      serviceDay: '2026-11-25',
      basis: 'wall',
      clockDay: '2026-11-23',
      instantMs: EVENING,
      row: { lastServiceDay: '2026-11-25', lastWallMs: EVENING },
    });
  });

  it('is not in doubt, although the clock shows another day', () => {
    expect(doubtOf(corrected(EVENING - 2 * DAY_MS, 2 * DAY_MS))).toBeNull();
  });

  it('is not trusted if the corrected instant is before the last ticket', () => {
    expect(corrected(EVENING - 2 * DAY_MS, 2 * DAY_MS - 1)).toMatchObject({ basis: 'last-day', instantMs: null });
  });
});

describe('the day of an instant, read often', () => {
  it('is computed anew for each quarter of an hour', () => {
    const remembered = createDayOf(ZONE);
    const four = at('2026-11-26T04:00:00+01:00');
    expect([four - 1, four, four + 1, four - 1].map(remembered)).toEqual([
      '2026-11-25',
      '2026-11-26',
      '2026-11-26',
      '2026-11-25',
    ]);
  });

  it('is right for each instant of a year in which a zone’s offset was not a multiple of a quarter', () => {
    const remembered = createDayOf('Africa/Monrovia');
    // Liberia was 44 minutes and 30 seconds behind UTC until 1972.
    const four = at('1971-06-01T04:44:30Z');
    expect([four - 1, four, four - 1].map(remembered)).toEqual(['1971-05-31', '1971-06-01', '1971-05-31']);
  });
});
