import type { DayFigures } from '../../src-main/contract/centre/day-figures.ts';
import type { HolidayCalendar } from '../../src-main/contract/shared/holiday-calendar.ts';
import type { OfficeProfile } from '../../src-main/contract/shared/office-profile.ts';
import { WEEKDAYS, type Weekday, weekdayOf } from '../../src-main/domain/calendar-day.ts';
import { attentionOf, fitted } from '../twin/fit.ts';
import { medianOf } from '../twin/interval.ts';
import type { MeasuredRow } from '../twin/measured.ts';
import type { TwinOffice } from '../twin/office-day.ts';
import { type DeskShift, OfficePart } from '../twin/twin-profile.ts';

/** The daily figures that the twin needs. Desks are a number per hour, without names. */
export type MeasuredDay = { readonly day: string } & Pick<DayFigures, 'total' | 'hours' | 'classes' | 'appointments'>;

/** An office with its measured figures. `rows` and `days` are of past days. */
export interface Measured {
  readonly profile: OfficeProfile;
  readonly calendar: HolidayCalendar;
  readonly kiosks: number;
  readonly rows: readonly MeasuredRow[];
  readonly days: readonly MeasuredDay[];
}

/** Breaks are not measured, so desks are assumed to have them at these times, as in `config/twin`. */
const BREAKS = ['10:00', '10:30', '11:00'] as const;
const BREAK_MINUTES = 25;
const USUAL_ATTENTION = { kind: 'lognormal', mean: 10, sd: 7 } as const;
const MOST_ABSENT = 0.5;
/**
 * At most this share of bookings counts as missed. `fitted` divides by the share that comes, so a month in which all were missed would make
 * the bookings infinite.
 */
const MOST_MISSED = 0.5;

/**
 * Returns the office for the twin: people, services and minutes as measured (`fitted`); as many desks as acted in each hour of each
 * weekday, at least one; and the shares of no-shows, of priority and of people who were gone when they were called. `null`: no desk usually
 * acts.
 */
export function measuredOffice({ profile, calendar, kiosks, rows, days }: Measured): TwinOffice | null {
  const desks = desksOf(profile, days);
  if (desks.length === 0) return null;
  const sum = (of: (day: MeasuredDay) => number): number => days.reduce((all, day) => all + of(day), 0);
  const [came, missed] = [sum((day) => day.appointments.came), sum((day) => day.appointments.missed)];
  const ofClass = (name: string): number =>
    sum(({ classes }) => classes.find((one) => one.class === name)?.arrivals ?? 0);
  const [preferential, walkIn] = [ofClass('preferential'), ofClass('walk-in')];
  const total = (of: (row: MeasuredRow) => number): number => rows.reduce((all, row) => all + of(row), 0);
  const called = total((row) => row.called);
  const attention = attentionOf(rows) ?? USUAL_ATTENTION;
  const part = OfficePart.parse({
    officeId: profile.officeId,
    kiosks: Math.min(4, Math.max(1, kiosks)),
    arrivals: [{ people: 0, spans: [{ from: '09:00', to: '10:00', weight: 1 }] }],
    services: profile.services.map(({ serviceId }) => ({ serviceId, share: 1 / profile.services.length, attention })),
    appointments: { share: 0, noShow: came + missed === 0 ? 0 : Math.min(MOST_MISSED, missed / (came + missed)) },
    preferential: preferential + walkIn === 0 ? 0 : preferential / (preferential + walkIn),
    // It is not measured how long people who were absent at their call had waited. In the simulation they leave after a mean of one minute.
    givesUp: { share: called === 0 ? 0 : Math.min(MOST_ABSENT, total((row) => row.absent) / called), minutes: 1 },
    desks,
  });
  return fitted({ part, profile, calendar }, rows);
}

/** Returns a shift for each desk that is usually at work, over the hours in which at least that many desks work. */
function desksOf(profile: OfficeProfile, days: readonly MeasuredDay[]): DeskShift[] {
  // A day on which no desk acted on a ticket is ignored: the office was closed, or its desks did not yet call tickets by this program.
  const open = days.filter(({ hours }) => hours.some(({ desks }) => desks > 0));
  const shifts = WEEKDAYS.flatMap((weekday) => {
    const own = open.filter(({ day }) => weekdayOf(day) === weekday);
    const acted = Array.from({ length: 24 }, (_, hour) =>
      medianOf(own.map(({ hours }) => hours.find((one) => one.hour === hour)?.desks ?? 0)),
    );
    // An hour in which no desk acted had no people. While the office is open, at least one desk is there.
    const counts = acted.some((count) => count > 0) ? acted.map((count) => Math.max(1, count)) : acted;
    const most = Math.max(0, ...counts);
    return Array.from({ length: most }, (_, no) => shiftsOf(weekday, counts, no)).flat();
  });
  const restricted = shifts.map(({ no, shift }): DeskShift => {
    const services = profile.desks[no]?.services;
    return services === undefined ? shift : { ...shift, services };
  });
  const isServed = profile.services.every(({ serviceId }) =>
    restricted.some(({ services }) => services === undefined || services.includes(serviceId)),
  );
  // The figures do not say which desk acted. If the first desks of the profile together do not call every service, all desks call all.
  return isServed ? restricted : shifts.map(({ shift }) => shift);
}

const hourText = (hour: number): string => (hour === 24 ? '23:59' : `${String(hour).padStart(2, '0')}:00`);

function shiftsOf(weekday: Weekday, counts: readonly number[], no: number): { no: number; shift: DeskShift }[] {
  const shifts: { no: number; shift: DeskShift }[] = [];
  const pause = BREAKS[no % BREAKS.length] ?? BREAKS[0];
  for (let hour = 0; hour < counts.length; hour += 1) {
    if ((counts[hour] ?? 0) <= no) continue;
    const from = hour;
    while ((counts[hour + 1] ?? 0) > no) hour += 1;
    const [first, last] = [hourText(from), hourText(hour + 1)];
    const breaks = first <= pause && pause < last ? [{ from: pause, minutes: BREAK_MINUTES }] : [];
    shifts.push({ no, shift: { days: [weekday], from: first, to: last, breaks } });
  }
  return shifts;
}
