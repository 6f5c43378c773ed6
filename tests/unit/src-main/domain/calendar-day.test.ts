import { describe, expect, it } from 'vitest';
import { addDays, weekdayAt, weekdayOf } from '../../../../src-main/domain/calendar-day.ts';

describe('a calendar day', () => {
  it.each([
    ['2026-11-25', 'wed'],
    ['2026-11-29', 'sun'],
    ['2026-11-30', 'mon'],
    ['2028-02-29', 'tue'],
  ])('%s is a %s', (date, weekday) => {
    expect(weekdayOf(date)).toBe(weekday);
  });

  it.each([
    ['2026-12-31', 1, '2027-01-01'],
    ['2027-01-01', -1, '2026-12-31'],
    ['2028-02-28', 1, '2028-02-29'],
    ['2026-02-28', 1, '2026-03-01'],
    ['2026-11-25', 0, '2026-11-25'],
    ['2026-03-28', 2, '2026-03-30'],
  ])('%s and %i days is %s', (date, days, expected) => {
    expect(addDays(date, days)).toBe(expected);
  });

  it('refuses an invalid date', () => {
    expect(() => weekdayOf('2026-02-30')).toThrow(RangeError);
    expect(() => addDays('tomorrow', 1)).toThrow(RangeError);
    expect(() => weekdayAt(8)).toThrow(RangeError);
  });
});
