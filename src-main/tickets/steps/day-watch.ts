import type { Log } from '../../ports/log.ts';
import type { ServiceDayReading } from '../ports/service-day.ts';

/** Logs a doubt about the clock when it begins, and again when one of its two dates changes. */
export function createDayWatch(today: Pick<ServiceDayReading, 'doubt'>, log: Log): () => void {
  let said = '';
  return () => {
    const doubt = today.doubt();
    const dates = doubt === null ? '' : `${doubt.believed} ${doubt.clock}`;
    if (doubt !== null && dates !== said) log.event('day-in-doubt', { believed: doubt.believed, clock: doubt.clock });
    said = dates;
  };
}
