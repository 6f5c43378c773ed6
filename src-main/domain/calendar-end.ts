import { addDays } from './calendar-day.ts';
import type { HolidayCalendar } from './opening-hours.ts';

/** The holidays of the next year are published in time to be entered within it. */
const CALENDAR_WARNING_DAYS = 60;

/** The last day, `YYYY-MM-DD`, of the last year that a calendar has holidays for; `null` for one that has none and needs none. */
export function lastDayOf({ holidays }: HolidayCalendar): string | null {
  const year = holidays
    .map(({ date }) => date.slice(0, 4))
    .sort()
    .at(-1);
  return year === undefined ? null : `${year}-12-31`;
}

/** That day where it is near or past: after it public holidays count as working days. Else `null`. */
export function calendarEndNear(calendar: HolidayCalendar, date: string): string | null {
  const lastDay = lastDayOf(calendar);
  return lastDay !== null && date > addDays(lastDay, -CALENDAR_WARNING_DAYS) ? lastDay : null;
}
