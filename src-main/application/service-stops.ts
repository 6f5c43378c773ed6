import type { Service } from '../contract/shared/services.ts';
import type { VisitType } from '../contract/shared/visit-type.ts';
import { addDays } from '../domain/calendar-day.ts';
import type { Stop, StopReason } from '../domain/service-closure.ts';
import { SERVICE_DAY_BEGINS_AT, serviceDayOf } from '../domain/service-day.ts';
import type { Clock } from '../ports/clock.ts';
import type { PauseMemory, StaffPause } from '../ports/pauses.ts';
import type { TicketStore } from '../ports/store.ts';

/** Somebody lets a service take no turns now. */
export interface Pause {
  reason: StopReason;
  /** Milliseconds since 1970; `null` when nobody said until when: then it ends with the service day, so that nobody forgets it. */
  untilMs: number | null;
}

/** A moment of the office's wall clock: `YYYY-MM-DD`, `HH:MM`. */
export interface OfficeMoment {
  date: string;
  time: string;
  /** The day of opening that the moment belongs to by the wall clock: what is given, listed or called goes by `ServiceDayReading`. */
  clockDay: string;
}

/** What stops services whatever their hours. */
export interface ServiceStops {
  /** Those that last at this moment. */
  pausesOf(serviceId: string): readonly Pause[];
  /** It has given as many turns today as its profile lets it. */
  isFull(service: Service): boolean;
}

export const NO_STOPS: ServiceStops = { pausesOf: () => [], isFull: () => false };

/** A service that is full has no more turns to give to who walks in; who has an appointment has a place. */
const isMeant = ({ reason }: Pause, visitType: VisitType): boolean => visitType === 'walk-in' || reason !== 'full';

/** The stops of a service at a moment of the office; `momentOf` is the office's wall clock. */
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

/** Whether a pause is not over at `nowMs`: one without an end is with its service day. */
export const isLasting = ({ sinceMs, untilMs }: StaffPause, nowMs: number, zone: string): boolean =>
  untilMs === null ? serviceDayOf(sinceMs, zone) === serviceDayOf(nowMs, zone) : nowMs < untilMs;

export interface ServiceStopsParts {
  pauses: PauseMemory;
  store: Pick<TicketStore, 'today' | 'countWalkIns'>;
  /** Until when the centre has paused a service, milliseconds since 1970; `null` for one that takes turns. */
  pausedUntilMs: (serviceId: string) => number | null;
  clock: Clock;
  zone: string;
}

/** What the staff have said here, what the centre has said, and how many turns were given. */
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
      // What cannot be counted closes nothing.
      return given.ok && given.value >= dailyLimit;
    },
  };
}
