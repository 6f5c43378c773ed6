import type { Log } from '../../ports/log.ts';
import type { Office } from './office.ts';

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
