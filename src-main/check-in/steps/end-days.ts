import type { Office } from '../../office/steps/office.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import type { AppointmentMemory } from '../ports/appointments.ts';

export interface EndDaysParts {
  appointments: Pick<AppointmentMemory, 'overTo' | 'endDay'> & { days(): readonly string[] };
  certainTime: () => number | null;
  office: Pick<Office, 'lastDayOver'>;
  clock: Clock;
  log: Log;
}

/**
 * Destroys a day's appointments and their key once the office has closed and no appointment of that day can be late any more. Destroyed
 * rows do not come back, so a day ends only by the certain time (`storage/time-floor`), never by the kiosk's clock alone. If only that
 * clock shows that a day is over, this is logged once.
 */
export function createDayEnd({ appointments, certainTime, office, clock, log }: EndDaysParts): () => void {
  let doubted = '';
  return () => {
    const certainMs = certainTime();
    const over = appointments.overTo();
    const last = certainMs === null ? '' : office.lastDayOver(certainMs);
    if (last > over) {
      const ended = appointments.endDay(last);
      if (ended.ok) log.event('appointments-ended', { serviceDay: last });
      else log.event(ended.error.kind, { detail: ended.error.detail });
    }
    const byClock = office.lastDayOver(clock.wallMs());
    if (byClock === doubted || !appointments.days().some((day) => day > last && day <= byClock)) return;
    doubted = byClock;
    log.event('clock-in-doubt', { serviceDay: byClock, certain: last === '' ? null : last });
  };
}
