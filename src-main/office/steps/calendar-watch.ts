import type { Log } from '../../ports/log.ts';
import type { Office } from './office.ts';

/** Logs once per day that the calendar of holidays is about to end or has ended. The caller calls the result regularly. */
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
