import { expect, test } from 'vitest';
import { daysHeld } from '../../../../src-main/domain/days-held.ts';
import type { HolidayCalendar, OpeningHours } from '../../../../src-main/domain/opening-hours.ts';

const MORNING = [{ from: '09:00', to: '14:00' }];
const WEEKDAYS: OpeningHours = {
  week: { mon: MORNING, tue: MORNING, wed: MORNING, thu: MORNING, fri: MORNING, sat: [], sun: [] },
  seasons: [],
  closures: [],
};
const NO_HOLIDAYS: HolidayCalendar = { holidays: [] };
const FRIDAY = '2026-11-27';

test('after a Friday the next opening day is the Monday', () => {
  expect(daysHeld([WEEKDAYS], NO_HOLIDAYS, FRIDAY, 1)).toEqual([FRIDAY, '2026-11-30']);
});

test('a holiday and a closure are skipped, a day on which one service alone opens is not', () => {
  const holidays = { holidays: [{ date: '2026-11-30', name: { ca: 'Festa' } }] };
  const closed = { ...WEEKDAYS, closures: [{ span: { from: '2026-12-01', to: '2026-12-02' } }] };
  expect(daysHeld([closed], holidays, FRIDAY, 1)).toEqual([FRIDAY, '2026-12-03']);
  const saturdays = { ...WEEKDAYS, week: { ...WEEKDAYS.week, sat: MORNING } };
  expect(daysHeld([closed, saturdays], holidays, FRIDAY, 1)).toEqual([FRIDAY, '2026-11-28']);
});

test('today is held even if closed, and as many days ahead as wanted', () => {
  expect(daysHeld([WEEKDAYS], NO_HOLIDAYS, '2026-11-29', 0)).toEqual(['2026-11-29']);
  expect(daysHeld([WEEKDAYS], NO_HOLIDAYS, '2026-11-29', 2)).toEqual(['2026-11-29', '2026-11-30', '2026-12-01']);
});

test('an office that is closed for months has no next day, and one without known hours opens every day', () => {
  const shut = { ...WEEKDAYS, closures: [{ span: { from: '2026-11-01', to: '2027-03-01' } }] };
  expect(daysHeld([shut], NO_HOLIDAYS, FRIDAY, 2)).toEqual([FRIDAY]);
  expect(daysHeld([], NO_HOLIDAYS, FRIDAY, 1)).toEqual([FRIDAY, '2026-11-28']);
});
