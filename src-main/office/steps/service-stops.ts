import type { Service } from '../../contract/shared/services.ts';
import type { VisitType } from '../../contract/shared/visit-type.ts';
import { addDays } from '../../domain/calendar-day.ts';
import { SERVICE_DAY_BEGINS_AT, serviceDayOf } from '../../domain/service-day.ts';
import type { Clock } from '../../ports/clock.ts';
import type { TicketStore } from '../../tickets/ports/store.ts';
import type { PauseMemory, StaffPause } from '../ports/pauses.ts';
import type { Stop, StopReason } from '../rules/service-closure.ts';

export interface Pause {
  reason: StopReason;
  /** End, milliseconds since 1970; `null`: the pause has no set end and ends with the service day. */
  untilMs: number | null;
}

export interface OfficeMoment {
  date: string;
  time: string;
  /** The service day by the wall clock. Tickets, lists and calls use `ServiceDayReading`, which withstands a wrong clock. */
  clockDay: string;
}

export interface ServiceStops {
  pausesOf(serviceId: string): readonly Pause[];
  isFull(service: Service): boolean;
}

export const NO_STOPS: ServiceStops = { pausesOf: () => [], isFull: () => false };

/** Whether a pause stops this visit type. A full service (`full`) stops only walk-ins, because appointments have reserved places. */
const isMeant = ({ reason }: Pause, visitType: VisitType): boolean => visitType === 'walk-in' || reason !== 'full';

/** The stops of a service at a moment of the office; `momentOf` converts milliseconds since 1970 to the office's wall clock. */
export function stopsAt(
  stops: ServiceStops,
  service: Service,
  visitType: VisitType,
  at: OfficeMoment,
  momentOf: (wallMs: number) => OfficeMoment,
): Stop[] {
  const nextDay = { date: addDays(at.clockDay, 1), time: SERVICE_DAY_BEGINS_AT };
  const pauses = stops
    .pausesOf(service.serviceId)
    .filter((pause) => isMeant(pause, visitType))
    .map(({ reason, untilMs }) => ({
      reason,
      end: untilMs === null ? nextDay : momentOf(untilMs),
      isOpenEnded: untilMs === null,
    }));
  const isFull = visitType === 'walk-in' && stops.isFull(service);
  return isFull ? [...pauses, { reason: 'full', end: nextDay, isOpenEnded: false }] : pauses;
}

/** Whether an appointment that starts at `startMs` (milliseconds since 1970) falls into a pause. */
export function isPausedAt(
  stops: ServiceStops,
  serviceId: string,
  startMs: number,
  isToday: (wallMs: number) => boolean,
): boolean {
  return stops
    .pausesOf(serviceId)
    .filter((pause) => isMeant(pause, 'appointment'))
    .some(({ untilMs }) => (untilMs === null ? isToday(startMs) : startMs < untilMs));
}

/** Whether the pause still lasts at `nowMs`; a pause without a set end is over with its service day. */
export const isLasting = ({ sinceMs, untilMs }: StaffPause, nowMs: number, zone: string): boolean =>
  untilMs === null ? serviceDayOf(sinceMs, zone) === serviceDayOf(nowMs, zone) : nowMs < untilMs;

export interface ServiceStopsParts {
  pauses: PauseMemory;
  store: Pick<TicketStore, 'today' | 'countWalkIns'>;
  /** The end of the centre's pause of a service, milliseconds since 1970; `null`: not paused. */
  pausedUntilMs: (serviceId: string) => number | null;
  clock: Clock;
  zone: string;
}

export function createServiceStops({ pauses, store, pausedUntilMs, clock, zone }: ServiceStopsParts): ServiceStops {
  return {
    pausesOf(serviceId) {
      const byStaff = pauses
        .all()
        .filter((pause) => pause.serviceId === serviceId && isLasting(pause, clock.wallMs(), zone));
      const untilMs = pausedUntilMs(serviceId);
      return untilMs === null ? byStaff : [...byStaff, { reason: 'paused', untilMs }];
    },
    isFull({ serviceId, dailyLimit }) {
      if (dailyLimit === undefined) return false;
      const given = store.countWalkIns(store.today.now(), serviceId);
      // If tickets cannot be counted, the service stays open.
      return given.ok && given.value >= dailyLimit;
    },
  };
}
