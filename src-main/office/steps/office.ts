import { longestLateMs } from '../../check-in/steps/check-in-windows.ts';
import type { HolidayCalendar } from '../../contract/shared/holiday-calendar.ts';
import type { OfficeId } from '../../contract/shared/ids.ts';
import type { LocalizedText } from '../../contract/shared/localized-text.ts';
import type { OfficeProfile } from '../../contract/shared/office-profile.ts';
import type { OpeningHours } from '../../contract/shared/opening-hours.ts';
import type { Service } from '../../contract/shared/services.ts';
import type { VisitType } from '../../contract/shared/visit-type.ts';
import { addDays } from '../../domain/calendar-day.ts';
import {
  closesAt,
  hoursOfAnyOn,
  hoursOn,
  isOpenAt,
  nextOpenDay,
  nextOpening,
  opensLaterToday,
  type TimeRange,
} from '../../domain/opening-hours.ts';
import { localDateTime, serviceDayOf } from '../../domain/service-day.ts';
import type { Clock } from '../../ports/clock.ts';
import { hasDocumentList } from '../../tickets/view/slip-parts.ts';
import { calendarEndNear } from '../rules/calendar-end.ts';
import { type Closure, closureAt } from '../rules/service-closure.ts';
import { type OtherOffice, otherOfficeOf } from './other-office.ts';
import { isPausedAt, NO_STOPS, type OfficeMoment, type ServiceStops, stopsAt } from './service-stops.ts';

export interface OfficeDetails {
  profile: OfficeProfile;
  calendar: HolidayCalendar;
}

const ALL_DAY = [{ from: '00:00', to: '24:00' }];
const AT_ALL_HOURS: OpeningHours = {
  week: { mon: ALL_DAY, tue: ALL_DAY, wed: ALL_DAY, thu: ALL_DAY, fri: ALL_DAY, sat: ALL_DAY, sun: ALL_DAY },
  seasons: [],
  closures: [],
};
const NO_HOLIDAYS = { holidays: [] };

type Elsewhere = { officeId: OfficeId; name: string; address: string; until: string | null };

export type OfficeFront =
  | { open: true; until: string | null }
  | {
      open: false;
      reason: LocalizedText | null;
      reopens: { date: string; time: string } | null;
      elsewhere: Elsewhere | null;
    };

/** The office at the current time: its profile applied to the injected clock. */
export interface Office {
  readonly profile: OfficeProfile;
  now(): OfficeMoment;
  /** Whether the clock's time is credible. While it is not, no citizen's screen shows the time, and opening hours close nothing. */
  knowsHour(): boolean;
  momentOf(wallMs: number): OfficeMoment;
  service(serviceId: string, visitType: VisitType): Service | undefined;
  hasGroup(groupId: string): boolean;
  hasDocuments(serviceId: string): boolean;
  /** Services with a list of documents to bring; at most six, which fit one screen. */
  documentServices(): Service[];
  /** The place of a printer that is not at this kiosk; `null`: the paper comes out at this kiosk. */
  placeOf(printer: string | null): LocalizedText | null;
  entries(): VisitType[];
  /** Why a service issues no tickets of a visit type now, and until when; `null` while it issues them. */
  closureOf(service: Service, visitType: VisitType): Closure | null;
  /** Whether the service accepts appointments that start at `startMs` (milliseconds since 1970). `null`: whether any service does. */
  isServed(serviceId: string | null, startMs: number): boolean;
  /** The latest service day that is over at `atMs`: the office has closed, and no appointment of that day can still be checked in late. */
  lastDayOver(atMs: number): string;
  calendarEndNear(): string | null;
  /** An office that the profile lists under `nearby`; `null` if it is not listed or could not be read. */
  otherOffice(officeId: string): OtherOffice | null;
  /**
   * Time at which a service that is open now closes today, `HH:MM`; `null` if it does not close today, or while the clock's time is not
   * credible.
   */
  endOf(service: Service): string | null;
  /** The nearest other office that is open now; `null` if there is none, or while the clock's time is not credible. */
  elsewhere(): Elsewhere | null;
  /** Hours of all services together: today, and on the next day with hours. Empty while the clock's time is not credible. */
  hours(): { today: TimeRange[]; next: { date: string; ranges: TimeRange[] } | null };
  /**
   * The state of the start screen: open while at least one service is within its hours, even if that service is paused, and while the
   * clock's time is not credible; the list of services shows pauses.
   */
  front(): OfficeFront;
}

/**
 * `nearby` lists other offices, the nearest first, for citizens who come while this office is closed. `stops` stops services within their
 * hours. `knowsHour`: whether the clock's time is credible; while it is not, opening hours close nothing, because a citizen at the kiosk
 * shows that the office is open.
 */
export function createOffice(
  { profile, calendar }: OfficeDetails,
  nearby: readonly OfficeDetails[],
  clock: Clock,
  stops: ServiceStops = NO_STOPS,
  knowsHour: () => boolean = () => true,
): Office {
  const hoursOf = (service: Service): OpeningHours => service.hours ?? profile.hours;
  function momentOf(wallMs: number): OfficeMoment {
    const { date, time } = localDateTime(wallMs, profile.zone);
    return { date, time, clockDay: serviceDayOf(wallMs, profile.zone) };
  }
  const now = () => momentOf(clock.wallMs());

  const lateMs = longestLateMs(profile);
  const isClosedForToday = (at: OfficeMoment): boolean =>
    profile.services.map(hoursOf).every((hours) => {
      if (isOpenAt(hours, calendar, at)) return false;
      // After midnight `at.date` is the day after the service day, and that day's hours must not count.
      return at.date !== at.clockDay || opensLaterToday(hours, calendar, at) === null;
    });

  return {
    profile,
    now,
    knowsHour,
    momentOf,
    calendarEndNear: () => calendarEndNear(calendar, now().date),
    service: (serviceId, visitType) =>
      profile.services.find((service) => service.serviceId === serviceId && service.ways.includes(visitType)),
    hasGroup: (groupId) => profile.groups.some((group) => group.groupId === groupId),
    hasDocuments: (serviceId) =>
      profile.services.some((service) => service.serviceId === serviceId && hasDocumentList(profile, service)),
    documentServices: () => profile.services.filter((service) => hasDocumentList(profile, service)).slice(0, 6),
    placeOf: (printer) => (printer === 'second' ? (profile.secondPrinter?.place ?? null) : null),
    entries: () =>
      (['walk-in', 'appointment'] as const).filter(
        (visitType) =>
          profile.services.some((service) => service.ways.includes(visitType)) ||
          // The button for appointments also leads to the keypad on which citizens type the code of a number taken from home.
          (visitType === 'appointment' && profile.fromHome !== undefined),
      ),
    closureOf(service, visitType) {
      const at = now();
      const stopped = stopsAt(stops, service, visitType, at, momentOf);
      return knowsHour()
        ? closureAt(hoursOf(service), calendar, at, stopped)
        : closureAt(AT_ALL_HOURS, NO_HOLIDAYS, at, stopped);
    },
    isServed(serviceId, startMs) {
      const start = momentOf(startMs);
      const isToday = (wallMs: number) => momentOf(wallMs).clockDay === now().clockDay;
      return profile.services.some((service) => {
        const isMeant = serviceId === null || service.serviceId === serviceId;
        return (
          isMeant &&
          service.ways.includes('appointment') &&
          !isPausedAt(stops, service.serviceId, startMs, isToday) &&
          isOpenAt(hoursOf(service), calendar, start)
        );
      });
    },
    lastDayOver(atMs) {
      const at = momentOf(atMs);
      const isOver = isClosedForToday(at) && isClosedForToday(momentOf(atMs - lateMs));
      return isOver ? at.clockDay : addDays(at.clockDay, -1);
    },
    endOf: (service) => (knowsHour() ? closesAt(hoursOf(service), calendar, now()) : null),
    elsewhere: () => (knowsHour() ? openElsewhere(nearby, now()) : null),
    otherOffice: (officeId) => otherOfficeOf(profile, nearby, officeId),
    hours: () =>
      knowsHour() ? hoursFrom(now().date, profile.services.map(hoursOf), calendar) : { today: [], next: null },
    front() {
      if (!knowsHour()) return { open: true, until: null };
      const at = now();
      const open = profile.services.map(hoursOf).filter((hours) => isOpenAt(hours, calendar, at));
      if (open.length > 0) {
        const ends = open.map((hours) => closesAt(hours, calendar, at));
        return { open: true, until: ends.includes(null) ? null : (ends.toSorted().at(-1) ?? null) };
      }
      return {
        open: false,
        reason: hoursOn(profile.hours, calendar, at.date).reason,
        reopens: nextOpening(profile.hours, calendar, at),
        elsewhere: openElsewhere(nearby, at),
      };
    },
  };
}

function openElsewhere(nearby: readonly OfficeDetails[], at: OfficeMoment): Elsewhere | null {
  const open = nearby.find((other) => isOpenAt(other.profile.hours, other.calendar, at));
  if (!open) return null;
  const { officeId, name, address, hours } = open.profile;
  return { officeId, name, address, until: closesAt(hours, open.calendar, at) };
}

const hoursFrom = (date: string, all: readonly OpeningHours[], calendar: HolidayCalendar) => ({
  today: hoursOfAnyOn(all, calendar, date),
  next: nextOpenDay(all, calendar, date),
});

/** The only service of a visit type, which needs no choice; `null` if there are several or none, or it is closed. */
export function onlyService({ profile, closureOf }: Office, visitType: VisitType): Service | null {
  const [only, ...more] = profile.services.filter(({ ways }) => ways.includes(visitType));
  return only !== undefined && more.length === 0 && closureOf(only, visitType) === null ? only : null;
}
