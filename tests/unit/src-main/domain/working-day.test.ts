import { expect, test } from 'vitest';
import { readServiceDay } from '../../../../src-main/domain/time-label.ts';
import { listedDay, stepWorkingDays, type WorkingDay } from '../../../../src-main/domain/working-day.ts';

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
      ...{ reading: readAt(clock, '2026-11-23T10:00Z'), nextTicket, nextHeard, isGiving },
      ...{ heardOfDay: null, noNight: false },
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
    ...{ serviceDay: '2026-11-24', fromTicket: 2, fromHeard: 1 },
  });
});
