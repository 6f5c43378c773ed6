import { describe, expect, test } from 'vitest';
import { type DayReading, readServiceDay } from '../../../../../src-main/tickets/rules/time-label.ts';
import {
  type DayPlace,
  listedDay,
  stepWorkingDays,
  type WorkingDay,
} from '../../../../../src-main/tickets/rules/working-day.ts';
import { serviceDay } from '../../../../support/service-day.ts';

/** A reading of the service day. A `clock` other than `day` is not trusted. */
const reading = (day: string, clock = day): DayReading => ({
  serviceDay: serviceDay(day),
  basis: clock === day ? 'wall' : 'last-day',
  clockDay: clock,
  instantMs: null,
  row: { lastServiceDay: day, lastWallMs: null },
});
const place = (of: DayReading, more: Partial<DayPlace> = {}): DayPlace => ({
  reading: of,
  nextTicket: 20,
  nextHeard: 200,
  heardOfDay: null,
  noNight: false,
  isGiving: false,
  takenBack: null,
  ...more,
});
const day = (of: string, fromTicket: number, fromHeard: number, more: Partial<WorkingDay> = {}): WorkingDay => ({
  serviceDay: of,
  fromTicket,
  fromHeard,
  doubtTicket: null,
  doubtHeard: null,
  ...more,
});

const MONDAY = '2026-11-23';
const TUESDAY = '2026-11-24';
const WEDNESDAY = '2026-11-25';
const SUNDAY = day('2026-11-22', 0, 100);
const DAYS = [day(MONDAY, 1, 101), day(TUESDAY, 10, 110)];
const DOUBT = { doubtTicket: 15, doubtHeard: 150 };

describe('the working days of a kiosk', () => {
  test('begin with its first reading, whether its clock is trusted or not', () => {
    expect(stepWorkingDays([], place(reading(MONDAY)))).toEqual([day(MONDAY, 20, 200)]);
    expect(stepWorkingDays([], place(reading(MONDAY, TUESDAY)))).toEqual([
      day(MONDAY, 20, 200, { doubtTicket: 20, doubtHeard: 200 }),
    ]);
  });

  test('stay the same array while the believed day is the last one', () => {
    expect(stepWorkingDays(DAYS, place(reading(TUESDAY)))).toBe(DAYS);
    expect(stepWorkingDays(DAYS, place(reading(TUESDAY), { isGiving: true, noNight: true }))).toBe(DAYS);
  });

  test('gain one in the morning, from the next ticket and from the first one heard of that day', () => {
    expect(stepWorkingDays(DAYS, place(reading(WEDNESDAY)))).toEqual([...DAYS, day(WEDNESDAY, 20, 200)]);
    expect(stepWorkingDays(DAYS, place(reading(WEDNESDAY), { heardOfDay: 190 }))).toEqual([
      ...DAYS,
      day(WEDNESDAY, 20, 190),
    ]);
    // A day begins no later than at the next ticket to be heard from a sibling kiosk (200), even if the first ticket heard of that day is a
    // later one (201).
    expect(stepWorkingDays(DAYS, place(reading(WEDNESDAY), { heardOfDay: 201 }))).toEqual([
      ...DAYS,
      day(WEDNESDAY, 20, 200),
    ]);
  });

  test('gain none while no night has passed: only the next ticket changes the label', () => {
    const noNight = { noNight: true, nextTicket: 21 };
    expect(stepWorkingDays(DAYS, place(reading(WEDNESDAY), noNight))).toBe(DAYS);
    expect(stepWorkingDays(DAYS, place(reading(WEDNESDAY), { ...noNight, isGiving: true }))).toEqual([
      day(MONDAY, 1, 101),
      day(WEDNESDAY, 10, 110),
    ]);
  });

  test('continue from their old beginning after a moment in which the clock fell behind, with the tickets given meanwhile', () => {
    const fallen = [day(MONDAY, 1, 101)];
    const takenBack = day(TUESDAY, 10, 110);
    for (const noNight of [false, true])
      expect(stepWorkingDays(fallen, place(reading(TUESDAY), { takenBack, noNight }))).toEqual(DAYS);
    // The day may begin even earlier: at its first ticket heard from a sibling kiosk, or at a ticket given while the date was in doubt.
    expect(stepWorkingDays(fallen, place(reading(TUESDAY), { takenBack, heardOfDay: 105 }))).toEqual([
      ...fallen,
      day(TUESDAY, 10, 105),
    ]);
    const doubted = [day(MONDAY, 1, 101, { doubtTicket: 8, doubtHeard: 108 })];
    expect(stepWorkingDays(doubted, place(reading(TUESDAY), { takenBack }))).toEqual([
      ...doubted,
      day(TUESDAY, 8, 108),
    ]);
  });

  test('before the last one stay unchanged, however many there are', () => {
    const three = [SUNDAY, ...DAYS];
    expect(stepWorkingDays(three, place(reading(TUESDAY, WEDNESDAY)))).toEqual([
      SUNDAY,
      day(MONDAY, 1, 101),
      day(TUESDAY, 10, 110, { doubtTicket: 20, doubtHeard: 200 }),
    ]);
  });

  test('record the first ticket given under doubt, and keep it while the doubt lasts', () => {
    const doubted = stepWorkingDays(DAYS, place(reading(TUESDAY, WEDNESDAY)));
    expect(doubted).toEqual([day(MONDAY, 1, 101), day(TUESDAY, 10, 110, { doubtTicket: 20, doubtHeard: 200 })]);
    const later = place(reading(TUESDAY, WEDNESDAY), { nextTicket: 25, nextHeard: 250 });
    expect(stepWorkingDays(doubted, later)).toBe(doubted);
  });

  test('lose the doubt when the clock turns out to be right', () => {
    const doubted = [day(MONDAY, 1, 101), day(TUESDAY, 10, 110, DOUBT)];
    expect(stepWorkingDays(doubted, place(reading(TUESDAY)))).toEqual(DAYS);
  });

  test('begin the doubted day with the first ticket given under doubt', () => {
    const doubted = [day(MONDAY, 1, 101), day(TUESDAY, 10, 110, DOUBT)];
    expect(stepWorkingDays(doubted, place(reading(WEDNESDAY), { heardOfDay: 190 }))).toEqual([
      ...doubted,
      day(WEDNESDAY, 15, 150),
    ]);
  });

  test('lose a day that a wrong clock began, and still list its tickets', () => {
    expect(stepWorkingDays(DAYS, place(reading(MONDAY)))).toEqual([day(MONDAY, 1, 101)]);
    const ahead = [...DAYS, day('2026-12-20', 18, 180)];
    expect(stepWorkingDays(ahead, place(reading(WEDNESDAY)))).toEqual([...DAYS, day(WEDNESDAY, 18, 180)]);
    expect(stepWorkingDays([day(TUESDAY, 10, 110)], place(reading(MONDAY)))).toEqual([day(MONDAY, 10, 110)]);
  });

  test('keep every day under an untrusted clock, until a ticket is given', () => {
    const ahead = [...DAYS, day(WEDNESDAY, 18, 180, DOUBT)];
    const doubted = reading(MONDAY, WEDNESDAY);
    expect(stepWorkingDays(ahead, place(doubted))).toBe(ahead);
    expect(stepWorkingDays(ahead, place(doubted, { isGiving: true }))).toEqual([
      day(MONDAY, 1, 101, { doubtTicket: 10, doubtHeard: 110 }),
    ]);
  });

  test('are at most fifty: the oldest is dropped', () => {
    const [first = '', ...dates] = Array.from({ length: 51 }, (_, no) =>
      new Date(Date.UTC(2026, 9, 1 + no)).toISOString().slice(0, 10),
    );
    const last = dates.pop() ?? '';
    const fifty = [first, ...dates].map((date, no) => day(date, no, no));
    const next = stepWorkingDays(fifty, place(reading(last)));
    expect(next).toHaveLength(50);
    expect([next[0]?.serviceDay, next.at(-1)?.serviceDay]).toEqual([dates[0], last]);
    expect(stepWorkingDays(fifty.slice(1), place(reading(last)))).toHaveLength(50);
  });
});

describe('the list', () => {
  test('has everything before the first day is known', () => {
    expect(listedDay([], reading(MONDAY))).toEqual({ serviceDay: MONDAY, fromTicket: 0, fromHeard: 0 });
  });

  test('has the day that is read, from its own first ticket, and nothing of the day before', () => {
    expect(listedDay(DAYS, reading(TUESDAY))).toEqual({ serviceDay: TUESDAY, fromTicket: 10, fromHeard: 110 });
  });

  test('has an earlier day from its own first ticket if that day turned out to be right', () => {
    const three = [SUNDAY, ...DAYS];
    expect(listedDay(three, reading(MONDAY))).toEqual({ serviceDay: MONDAY, fromTicket: 1, fromHeard: 101 });
    expect(listedDay(three, reading(TUESDAY))).toMatchObject({ fromTicket: 10 });
    expect(listedDay([SUNDAY, ...DAYS, day(WEDNESDAY, 18, 180)], reading('2026-11-26'))).toMatchObject({
      fromTicket: 18,
    });
  });

  test('has the last day while the new label waits for its first ticket', () => {
    expect(listedDay(DAYS, reading(WEDNESDAY))).toEqual({ serviceDay: WEDNESDAY, fromTicket: 10, fromHeard: 110 });
  });

  test('has the tickets of either date under doubt', () => {
    expect(listedDay(DAYS, reading(TUESDAY, MONDAY))).toEqual({ serviceDay: TUESDAY, fromTicket: 1, fromHeard: 101 });
    expect(listedDay(DAYS, reading(MONDAY, TUESDAY))).toEqual({ serviceDay: MONDAY, fromTicket: 1, fromHeard: 101 });
    // After the clock is trusted again, only one date is possible.
    const believed = { ...reading(TUESDAY), clockDay: MONDAY };
    expect(listedDay(DAYS, believed)).toMatchObject({ fromTicket: 10 });
  });

  test('ignores a doubted date that is further back than a clock is trusted ahead', () => {
    const fortyFive = [day('2026-10-10', 1, 101), day(TUESDAY, 10, 110)];
    expect(listedDay(fortyFive, reading(TUESDAY, '2026-10-10'))).toMatchObject({ fromTicket: 1 });
    const fortySix = [day('2026-10-09', 1, 101), day(TUESDAY, 10, 110)];
    expect(listedDay(fortySix, reading(TUESDAY, '2026-10-09'))).toMatchObject({ fromTicket: 10 });
    expect(listedDay(fortySix, reading(TUESDAY, '1970-01-01'))).toMatchObject({ fromTicket: 10 });
  });
});

const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
const readAt = (clock: string, lastTicket: string) => {
  const lastWallMs = Date.parse(lastTicket);
  return readServiceDay(
    { wallMs: Date.parse(clock), monotonicMs: 0 },
    null,
    { lastServiceDay: dayOf(lastWallMs), lastWallMs },
    dayOf,
  );
};

test('tickets that a sibling gave while this clock was ahead are listed once it is right, also after a ticket in doubt', () => {
  let [nextTicket, nextHeard] = [1, 1];
  const step = (days: readonly WorkingDay[], clock: string, isGiving = false) =>
    stepWorkingDays(days, {
      reading: readAt(clock, '2026-11-23T10:00Z'),
      nextTicket,
      nextHeard,
      isGiving,
      heardOfDay: null,
      noNight: false,
      takenBack: null,
    });
  let days = step([], '2026-11-23T10:00Z', true);
  nextTicket = 2;
  days = step(days, '2026-11-24T08:00Z');
  days = step(days, '2026-11-25T08:00Z');
  nextHeard = 2;
  days = step(days, '2026-11-22T08:00Z', true);
  nextTicket = 3;
  expect(days.at(-1)).toMatchObject({ serviceDay: '2026-11-23', fromTicket: 1, fromHeard: 1 });
  days = step(days, '2026-11-24T09:00Z');
  expect(listedDay(days, readAt('2026-11-24T09:00Z', '2026-11-23T10:00Z'))).toMatchObject({
    serviceDay: '2026-11-24',
    fromTicket: 2,
    fromHeard: 1,
  });
});
