import { expect, test } from 'vitest';
import type { RecordEvent } from '../../../../../src-main/storage/outbox-writer.ts';
import type { KnownNumber, SeriesState } from '../../../../../src-main/tickets/rules/issue-number.ts';
import type { DayReading } from '../../../../../src-main/tickets/rules/time-label.ts';
import { openRaising } from '../../../../../src-main/tickets/store/raise-numbers.ts';
import type { SeriesNumbers } from '../../../../../src-main/tickets/store/series-numbers.ts';
import { createManualClock } from '../../../../support/manual-clock.ts';
import { serviceDay } from '../../../../support/service-day.ts';

const NOON_MS = Date.parse('2026-11-24T11:00:00Z');
const [YESTERDAY, TODAY] = ['2026-11-23', '2026-11-24'];

function kiosk(slot: number | null, counters: Record<string, number> = {}) {
  const counted = new Map(Object.entries(counters));
  const sessions = new Map<string, SeriesState>();
  const recorded: Parameters<RecordEvent>[0][] = [];
  const series: SeriesNumbers = {
    counter: (name, day) => counted.get(`${name} ${day}`) ?? null,
    setCounter: (name, day, last) => void counted.set(`${name} ${day}`, last),
    session: (name) => sessions.get(name) ?? null,
    setSession: (name, state) => void sessions.set(name, state),
    undated: () => [],
  };
  const reading: DayReading = {
    serviceDay: serviceDay(TODAY),
    basis: 'wall',
    clockDay: TODAY,
    instantMs: NOON_MS,
    row: { lastServiceDay: TODAY, lastWallMs: NOON_MS },
  };
  const raise = openRaising({ slot, series, clock: createManualClock(NOON_MS), readDay: () => reading });
  return {
    recorded,
    sessions,
    counters: () => Object.fromEntries(counted),
    raise: (known: readonly KnownNumber[]) => raise(known, (order) => void recorded.push(order)),
  };
}

const known = (number: number, day = TODAY, series = 'A'): KnownNumber => ({ series, serviceDay: day, number });

test('the greatest number of each series and day is counted, and recorded for journal and centre', () => {
  const { raise, recorded, sessions, counters } = kiosk(1, { [`A ${TODAY}`]: 3 });
  const numbers = [known(5), known(9), known(7), known(2, TODAY, 'B'), known(40, YESTERDAY)];
  expect(raise(numbers)).toEqual([known(9), known(2, TODAY, 'B'), known(40, YESTERDAY)]);
  expect(counters()).toEqual({ [`A ${TODAY}`]: 9, [`B ${TODAY}`]: 2, [`A ${YESTERDAY}`]: 40 });
  // Yesterday's number does not change the session, the last number of a series, of today.
  expect(Object.fromEntries(sessions)).toEqual({ A: { last: 9, upper: null }, B: { last: 2, upper: null } });
  expect(recorded).toEqual(
    [known(9), known(2, TODAY, 'B'), known(40, YESTERDAY)].map((payload) => ({
      event: { type: 'number-given', v: 1, payload },
      requestId: null,
      atMs: NOON_MS,
      serviceDay: payload.serviceDay,
    })),
  );
});

test('a number that was counted already is not raised again', () => {
  const { raise, recorded, counters } = kiosk(1, { [`A ${TODAY}`]: 9 });
  expect(raise([known(9), known(4)])).toEqual([]);
  expect([recorded, counters()]).toEqual([[], { [`A ${TODAY}`]: 9 }]);
  expect(raise([known(10)])).toEqual([known(10)]);
  expect(raise([known(10)])).toEqual([]);
});

test('a number of the desks is counted apart from the kiosk’s own', () => {
  const { raise, counters, sessions } = kiosk(1);
  expect(raise([known(9_105), known(6)])).toEqual([known(9_105), known(6)]);
  expect(counters()).toEqual({ [`A9 ${TODAY}`]: 9_105, [`A ${TODAY}`]: 6 });
  expect([...sessions.keys()].toSorted()).toEqual(['A', 'A9']);
});

test('numbers of another kiosk are ignored, and without a slot every number is', () => {
  expect(kiosk(1).raise([known(400), known(9_200)])).toEqual([]);
  expect(kiosk(2).raise([known(400), known(1)])).toEqual([known(400)]);
  expect(kiosk(null).raise([known(1)])).toEqual([]);
});
