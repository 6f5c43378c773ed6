import type { Log } from '../ports/log.ts';
import type { Office } from './office.ts';

/** Says in the log, once a service day, that the calendar of holidays is about to end or has ended. Call it now and then. */
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
