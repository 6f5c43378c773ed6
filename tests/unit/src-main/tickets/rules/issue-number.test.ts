import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ownsNumber } from '../../../../../src-main/domain/numbering.ts';
import { JOB_LIFE_MS } from '../../../../../src-main/domain/print-job.ts';
import {
  anchorSeries,
  bringBackNumber,
  countsNumber,
  type IssueRows,
  issueNumber,
  type LastTicket,
  type Moment,
  mergeSeries,
  REST_MS,
  raiseToKnown,
  type SeriesState,
  UNIQUE_FOR_MS,
} from '../../../../../src-main/tickets/rules/issue-number.ts';
import type { DayReading } from '../../../../../src-main/tickets/rules/time-label.ts';
import { serviceDay } from '../../../../support/service-day.ts';

const MONDAY = '2026-11-23';
const TUESDAY = '2026-11-24';
const WEDNESDAY = '2026-11-25';

const reading = (day: string, basis: DayReading['basis'] = 'wall'): DayReading => ({
  serviceDay: serviceDay(day),
  basis,
  clockDay: day,
  instantMs: 0,
  row: { lastServiceDay: day, lastWallMs: 0 },
});
const moment = (day: DayReading, lastTicket: LastTicket | null = null, monotonicMs = 100 * 3_600_000): Moment => ({
  day,
  monotonicMs,
  lastTicket,
});
const rows = (session: SeriesState | null, last = 0, serviceDay = TUESDAY, slot: number | null = 1): IssueRows => ({
  slot,
  counter: { serviceDay, last },
  session,
});
const numberOf = (from: IssueRows, when: Moment): number | string => {
  const issued = issueNumber(from, when);
  return issued.ok ? issued.value.number : issued.error.kind;
};
const rested = (serviceDay: string, ms: number): LastTicket => ({ serviceDay, monotonicMs: 100 * 3_600_000 - ms });

describe('a number', () => {
  test('comes with its counter, its session and the day of the last ticket', () => {
    expect(issueNumber(rows({ last: 7, upper: MONDAY }, 3), moment(reading(TUESDAY, 'trusted')))).toEqual({
      ok: true,
      value: {
        number: 4,
        serviceDay: TUESDAY,
        counter: { serviceDay: TUESDAY, last: 4 },
        session: { last: 4, upper: TUESDAY },
        lastTicket: { serviceDay: TUESDAY, monotonicMs: 100 * 3_600_000 },
      },
    });
  });

  test('under a guessed day leaves its date open', () => {
    const issued = issueNumber(rows(null), moment(reading(TUESDAY)));
    expect(issued.ok && issued.value.session).toEqual({ last: 1, upper: null });
  });

  test('is refused without a slot', () => {
    expect(numberOf(rows(null, 0, TUESDAY, null), moment(reading(TUESDAY)))).toBe('no-slot');
  });

  test('is refused when all are used', () => {
    expect(numberOf(rows({ last: 19_999, upper: null }, 19_999), moment(reading(TUESDAY)))).toBe('numbers-exhausted');
  });

  test('that a clerk gives comes from the desk’s range, and a kiosk without a part of that range has none', () => {
    const atDesk = (slot: number, last = 0) => ({ ...rows(null, last, TUESDAY, slot), atDesk: true });
    expect(numberOf(atDesk(1), moment(reading(TUESDAY)))).toBe(9_100);
    expect(numberOf(atDesk(2, 9_299), moment(reading(TUESDAY)))).toBe(92_000);
    expect(numberOf(atDesk(12), moment(reading(TUESDAY)))).toBe('numbers-exhausted');
  });

  test('with the counter of another day throws a RangeError', () => {
    expect(() => issueNumber(rows(null, 0, MONDAY), moment(reading(TUESDAY)))).toThrow(RangeError);
  });
});

describe('numbers begin again', () => {
  test.each<[string, IssueRows, Moment]>([
    ['in a series that never gave one', rows(null), moment(reading(TUESDAY))],
    [
      'when the centre says that a later day has begun',
      rows({ last: 150, upper: MONDAY }),
      moment(reading(TUESDAY, 'trusted')),
    ],
    [
      'without a network, after a night’s rest in the same boot',
      rows({ last: 150, upper: null }),
      moment(reading(TUESDAY), rested(MONDAY, REST_MS)),
    ],
  ])('%s', (_when, from, when) => {
    expect(numberOf(from, when)).toBe(1);
  });

  test('in the second series of a morning as in the first, even if the first had its ticket earlier', () => {
    // Each series decides by its own last ticket, not by the ticket that another series gave this morning.
    const b = moment(reading(TUESDAY), rested(MONDAY, REST_MS + 30 * 60_000));
    expect(numberOf(rows({ last: 80, upper: null }), b)).toBe(1);
  });

  test('after those that the counter of the day has already given', () => {
    expect(numberOf(rows({ last: 150, upper: MONDAY }, 12), moment(reading(TUESDAY, 'trusted')))).toBe(13);
  });
});

describe('numbers continue', () => {
  test.each<[string, IssueRows, Moment]>([
    [
      'when only the wall clock says that it is another day',
      rows({ last: 150, upper: MONDAY }),
      moment(reading(TUESDAY)),
    ],
    [
      'when nobody knows how old the last one is',
      rows({ last: 150, upper: null }),
      moment(reading(TUESDAY, 'trusted')),
    ],
    [
      'on the day up to which the last one may be',
      rows({ last: 150, upper: TUESDAY }),
      moment(reading(TUESDAY, 'trusted')),
    ],
    ['when the centre says an earlier day', rows({ last: 150, upper: WEDNESDAY }), moment(reading(TUESDAY, 'trusted'))],
    [
      'a moment before the rest is long enough',
      rows({ last: 150, upper: null }),
      moment(reading(TUESDAY), rested(MONDAY, REST_MS - 1)),
    ],
    [
      'after a long rest on the same day',
      rows({ last: 150, upper: null }),
      moment(reading(TUESDAY), rested(TUESDAY, REST_MS)),
    ],
    [
      'after a long rest when the clock went back a day',
      rows({ last: 150, upper: null }),
      moment(reading(TUESDAY), rested(WEDNESDAY, REST_MS)),
    ],
    [
      'after a restart in the night without a network',
      rows({ last: 150, upper: null }),
      moment(reading(TUESDAY), null),
    ],
  ])('%s', (_when, from, when) => {
    expect(numberOf(from, when)).toBe(151);
  });

  test('from the day’s counter if that is further', () => {
    expect(numberOf(rows({ last: 20, upper: null }, 60), moment(reading(TUESDAY)))).toBe(61);
  });
});

test('a rest is longer than the eight hours of a unique number and the delay of a slip together', () => {
  expect(REST_MS).toBeGreaterThan(UNIQUE_FOR_MS + JOB_LIFE_MS);
});

test('a number is owned and above its day’s counter, and without evidence of a new day above every number of the session', () => {
  const days = fc.constantFrom(MONDAY, TUESDAY, WEDNESDAY);
  fc.assert(
    fc.property(
      fc.record({
        slot: fc.constantFrom(1, 2, 3, 4, 5, 8, 10, 99),
        day: fc.record({ serviceDay: days, basis: fc.constantFrom('trusted', 'wall', 'last-day') }),
        counted: fc.nat({ max: 30_000 }),
        session: fc.option(fc.record({ last: fc.integer({ min: 1, max: 30_000 }), upper: fc.option(days) })),
        lastTicket: fc.option(fc.record({ serviceDay: days, monotonicMs: fc.nat({ max: 2 * REST_MS }) })),
      }),
      ({ slot, day, counted, session, lastTicket }) => {
        const when = moment(reading(day.serviceDay, day.basis), lastTicket, 2 * REST_MS);
        const issued = issueNumber(rows(session, counted, day.serviceDay, slot), when);
        if (!issued.ok) return;
        const { number, counter, session: after } = issued.value;
        expect(ownsNumber(slot, number)).toBe(true);
        expect(number).toBeGreaterThan(counted);
        expect([counter.last, after.last]).toEqual([number, number]);
        expect(after.upper).toBe(day.basis === 'trusted' ? day.serviceDay : null);
        const byCentre = day.basis === 'trusted' && (session?.upper ?? '9') < day.serviceDay;
        const byRest = lastTicket !== null && 2 * REST_MS - lastTicket.monotonicMs >= REST_MS;
        if (session !== null && !byCentre && !byRest) expect(number).toBeGreaterThan(session.last);
      },
    ),
  );
});

describe('a trusted day', () => {
  test('limits a last ticket of unknown date to that day', () => {
    expect(anchorSeries({ last: 9, upper: null }, TUESDAY)).toEqual({ last: 9, upper: TUESDAY });
  });

  test('changes nothing if the day of the last ticket was known', () => {
    expect(anchorSeries({ last: 9, upper: MONDAY }, TUESDAY)).toEqual({ last: 9, upper: MONDAY });
  });

  test('lets a series with a guessed date begin again on the next day, not at once', () => {
    const anchored = anchorSeries({ last: 9, upper: null }, TUESDAY);
    expect(numberOf(rows(anchored), moment(reading(TUESDAY, 'trusted')))).toBe(10);
    expect(numberOf(rows(anchored, 0, WEDNESDAY), moment(reading(WEDNESDAY, 'trusted')))).toBe(1);
  });
});

describe('a reprint', () => {
  const session: SeriesState = { last: 20, upper: TUESDAY };
  const ticket = { serviceDay: TUESDAY, number: 12, givenAgain: false };
  const again = (
    change: Partial<typeof ticket>,
    day = reading(TUESDAY),
    from: SeriesState | null = session,
    slot = 1,
  ) => bringBackNumber({ slot, session: from }, { ...ticket, ...change }, { day, monotonicMs: 777 });

  test('counts as the last ticket of its series, with an unknown date if the day is guessed', () => {
    expect(again({})).toEqual({
      ok: true,
      value: { session: { last: 20, upper: null }, lastTicket: { serviceDay: TUESDAY, monotonicMs: 777 } },
    });
  });

  test('is dated no later than a trusted day', () => {
    const upperAfter = (upper: string | null) => {
      const reprinted = again({}, reading(TUESDAY, 'trusted'), { last: 20, upper });
      return reprinted.ok ? reprinted.value.session.upper : 'refused';
    };
    expect(upperAfter(null)).toBe(TUESDAY);
    expect(upperAfter(MONDAY)).toBe(TUESDAY);
    expect(upperAfter(WEDNESDAY)).toBe(WEDNESDAY);
  });

  test.each([
    ['of another day', again({ serviceDay: MONDAY })],
    ['whose number was given again', again({ givenAgain: true })],
    ['from before the series began again', again({ number: 21 })],
    ['of a slot that the kiosk had before', again({}, reading(TUESDAY), session, 2)],
    ['of a series that no longer knows a number', again({}, reading(TUESDAY), null)],
  ])('is refused for a ticket %s', (_what, reprinted) => {
    expect(reprinted).toEqual({ ok: false, error: { kind: 'ticket-of-another-day' } });
  });

  test('of a number that a clerk gave is allowed up to the last of the kiosk’s part', () => {
    const given = (number: number) =>
      bringBackNumber(
        { slot: 1, session: { last: 93_000, upper: TUESDAY } },
        { ...ticket, number },
        { day: reading(TUESDAY), monotonicMs: 777 },
      ).ok;
    expect([9_099, 9_100, 9_199, 9_200].map(given)).toEqual([false, true, true, false]);
    expect([90_999, 91_000, 91_999, 92_000].map(given)).toEqual([false, true, true, false]);
  });

  test('of the last number is allowed', () => {
    expect(again({ number: 20 }).ok).toBe(true);
  });

  test('without a slot is refused', () => {
    expect(bringBackNumber({ slot: null, session }, ticket, { day: reading(TUESDAY), monotonicMs: 777 }).ok).toBe(
      false,
    );
  });
});

describe('a number known from elsewhere to be on a ticket', () => {
  const raised = (
    number: number,
    { last = 10, serviceDay = TUESDAY, session = null as SeriesState | null, today = TUESDAY } = {},
  ) => raiseToKnown({ counter: { serviceDay, last }, session }, number, today);

  test('is counted by the kiosk whose slot it has, also if a clerk gave it there', () => {
    const counted = (slot: number) => [1, 399, 400, 9_100, 9_199, 9_200].filter((number) => countsNumber(slot, number));
    expect([counted(1), counted(2)]).toEqual([
      [1, 399, 9_100, 9_199],
      [400, 9_200],
    ]);
  });

  test('raises counter and session, and leaves the date of the last ticket unknown', () => {
    expect(raised(14, { session: { last: 10, upper: TUESDAY } })).toEqual({
      counter: { serviceDay: TUESDAY, last: 14 },
      session: { last: 14, upper: null },
    });
    expect(raised(14)).toEqual({
      counter: { serviceDay: TUESDAY, last: 14 },
      session: { last: 14, upper: null },
    });
  });

  test('changes nothing if the counter is as far', () => {
    expect([raised(10), raised(9)]).toEqual([null, null]);
    expect(raised(11)).not.toBeNull();
  });

  test('raises the counter alone if the session is as far', () => {
    const session: SeriesState = { last: 11, upper: MONDAY };
    expect(raised(11, { session })).toEqual({ counter: { serviceDay: TUESDAY, last: 11 }, session });
    expect(raised(12, { session })?.session).toEqual({ last: 12, upper: null });
  });

  test('of an earlier day counts for that day alone, and one of a later day for the session too', () => {
    const session: SeriesState = { last: 3, upper: TUESDAY };
    expect(raised(90, { session, serviceDay: MONDAY })).toEqual({ counter: { serviceDay: MONDAY, last: 90 }, session });
    expect(raised(90, { session, serviceDay: WEDNESDAY })?.session).toEqual({ last: 90, upper: null });
  });
});

describe('two copies of a series', () => {
  const rowsOf = (counters: Record<string, number>, session: SeriesState | null) => ({
    counters: new Map(Object.entries(counters)),
    session,
  });

  test('merge into the greatest of both, with an unknown date of the last ticket', () => {
    const backup = rowsOf({ [MONDAY]: 90, [TUESDAY]: 10 }, { last: 10, upper: TUESDAY });
    const journal = rowsOf({ [TUESDAY]: 34, [WEDNESDAY]: 2 }, { last: 36, upper: TUESDAY });
    const merged = mergeSeries(backup, journal);
    expect(merged).toEqual(rowsOf({ [MONDAY]: 90, [TUESDAY]: 34, [WEDNESDAY]: 2 }, { last: 36, upper: null }));
    expect(mergeSeries(journal, backup)).toEqual(merged);
  });

  test('merge into the filled copy if one is empty, with an unknown date', () => {
    const backup = rowsOf({ [MONDAY]: 90 }, { last: 90, upper: MONDAY });
    const nothing = rowsOf({}, null);
    expect(mergeSeries(nothing, backup)).toEqual(rowsOf({ [MONDAY]: 90 }, { last: 90, upper: null }));
    expect(mergeSeries(nothing, nothing)).toEqual(nothing);
  });

  test('are not modified by the merge', () => {
    const backup = rowsOf({ [MONDAY]: 90 }, null);
    mergeSeries(backup, rowsOf({ [MONDAY]: 99 }, null));
    expect(backup.counters.get(MONDAY)).toBe(90);
  });
});
