import { addDays } from './calendar-day.ts';
import { type HolidayCalendar, hoursOn, type OpeningHours } from './opening-hours.ts';

/** The next opening is searched in this many days: an office closed for longer has no planned opening. */
const HORIZON_DAYS = 60;

/**
 * Returns the service days whose appointments a kiosk caches: today, open or not, and the next `openingDaysAhead` days on which a place
 * with one of these `hours` opens; on a Friday the next such day is usually Monday. Without known hours every day counts.
 */
export function daysHeld(
  hours: readonly OpeningHours[],
  calendar: HolidayCalendar,
  today: string,
  openingDaysAhead: number,
): string[] {
  const days = [today];
  for (let ahead = 1; ahead <= HORIZON_DAYS && days.length <= openingDaysAhead; ahead += 1) {
    const date = addDays(today, ahead);
    if (hours.length === 0 || hours.some((one) => hoursOn(one, calendar, date).ranges.length > 0)) days.push(date);
  }
  return days;
}
