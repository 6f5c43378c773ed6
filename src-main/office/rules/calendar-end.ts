import { addDays } from '../../domain/calendar-day.ts';
import type { HolidayCalendar } from '../../domain/opening-hours.ts';

/** Days of warning before the calendar ends: the next year's holidays are published early enough to be entered within this time. */
const CALENDAR_WARNING_DAYS = 60;

/** The last day, `YYYY-MM-DD`, of the last year with holidays; `null` for a calendar without holidays. */
export function lastDayOf({ holidays }: HolidayCalendar): string | null {
  const year = holidays
    .map(({ date }) => date.slice(0, 4))
    .sort()
    .at(-1);
  return year === undefined ? null : `${year}-12-31`;
}

/** The calendar's last day if it is near or past, because afterwards public holidays count as working days. Otherwise `null`. */
export function calendarEndNear(calendar: HolidayCalendar, date: string): string | null {
  const lastDay = lastDayOf(calendar);
  return lastDay !== null && date > addDays(lastDay, -CALENDAR_WARNING_DAYS) ? lastDay : null;
}
