import type { AppointmentMemory } from '../ports/appointments.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { Office } from './office.ts';

export interface EndDaysParts {
  /** `days`: whose rows are on disk. */
  appointments: Pick<AppointmentMemory, 'overTo' | 'endDay'> & { days(): readonly string[] };
  certainTime: () => number | null;
  office: Pick<Office, 'lastDayOver'>;
  clock: Clock;
  log: Log;
}

/**
 * Nothing of an appointment outlives its day: when the office has closed and nobody can be late any more it goes, with its key. What is
 * destroyed does not come back, so only time that is certain ends a day; where the clock alone calls one over, the log says so once.
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
