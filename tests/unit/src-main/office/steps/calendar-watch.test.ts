import { expect, it } from 'vitest';
import { createCalendarWatch } from '../../../../../src-main/office/steps/calendar-watch.ts';

it('the end of the calendar is logged once a service day as soon as it is near', () => {
  const said: unknown[] = [];
  let day = '2027-11-01';
  const office = {
    now: () => ({ date: day, time: '10:00', clockDay: day }),
    calendarEndNear: () => (day > '2027-11-01' ? '2027-12-31' : null),
  };
  const watch = createCalendarWatch(office, { event: (kind, details) => void said.push([kind, details]) });
  for (const next of ['2027-11-01', '2027-11-02', '2027-11-02', '2027-11-03']) {
    day = next;
    watch();
  }
  expect(said).toEqual([
    ['calendar-ends', { lastDay: '2027-12-31' }],
    ['calendar-ends', { lastDay: '2027-12-31' }],
  ]);
});
