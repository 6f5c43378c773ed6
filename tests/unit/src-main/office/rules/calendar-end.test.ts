import { expect, it } from 'vitest';
import { calendarEndNear, lastDayOf } from '../../../../../src-main/office/rules/calendar-end.ts';

const calendarOf = (...dates: string[]) => ({ holidays: dates.map((date) => ({ date, name: { ca: 'Festa' } })) });

it('a calendar ends with the last year that has a holiday', () => {
  expect(lastDayOf(calendarOf('2027-12-26', '2026-01-01', '2028-01-06', '2027-01-01'))).toBe('2028-12-31');
});

it('a calendar without holidays never ends', () => {
  expect(lastDayOf(calendarOf())).toBeNull();
  expect(calendarEndNear(calendarOf(), '2099-12-31')).toBeNull();
});

for (const { date, isNear } of [
  { date: '2026-11-26', isNear: false },
  { date: '2027-11-01', isNear: false },
  { date: '2027-11-02', isNear: true },
  { date: '2027-12-31', isNear: true },
  { date: '2028-01-01', isNear: true },
  { date: '2030-06-01', isNear: true },
])
  it(`on ${date} the end of a calendar up to 2027 is ${isNear ? 'near or past' : 'far'}`, () => {
    expect(calendarEndNear(calendarOf('2027-12-25'), date)).toBe(isNear ? '2027-12-31' : null);
  });
