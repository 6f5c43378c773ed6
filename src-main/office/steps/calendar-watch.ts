import type { Log } from '../../ports/log.ts';
import type { Office } from './office.ts';

/** Returns a function that logs once a day that the calendar of holidays is about to end or has ended; the caller calls it regularly. */
export function createCalendarWatch(office: Pick<Office, 'now' | 'calendarEndNear'>, log: Log): () => void {
  let saidOn = '';
  return () => {
    const { clockDay } = office.now();
    if (clockDay === saidOn) return;
    saidOn = clockDay;
    const lastDay = office.calendarEndNear();
    if (lastDay !== null) log.event('calendar-ends', { lastDay });
  };
}
