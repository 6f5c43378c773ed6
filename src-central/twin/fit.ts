import { WEEKDAYS, type Weekday, weekdayOf } from '../../src-main/domain/calendar-day.ts';
import { minuteOf } from '../../src-main/domain/opening-hours.ts';
import { varianceOf } from './interval.ts';
import type { MeasuredRow } from './measured.ts';
import type { TwinOffice } from './office-day.ts';
import type { Attention, OfficePart } from './twin-profile.ts';

/** With fewer measured visits, a service keeps the duration of visits that the profile assumes. */
const LEAST_VISITS = 12;
const QUARTER = 15;

/**
 * Returns the office with measured people: their number by weekday and quarter of an hour, their services, the share with an appointment
 * and the length of visits. Desks, breaks, priority and no-shows stay as in the office's twin profile. Without rows the office is
 * unchanged.
 */
export function fitted(office: TwinOffice, rows: readonly MeasuredRow[]): TwinOffice {
  const { part, profile } = office;
  const own = rows.filter(({ officeId }) => officeId === part.officeId);
  if (own.length === 0) return office;
  const days = Map.groupBy(own, ({ date }) => date);
  const { noShow } = part.appointments;
  // The measured figures lack the people who did not come to their appointment. The twin draws all people with an appointment and then
  // drops those who do not come, so appointments get a higher weight here.
  const weightOf = (row: MeasuredRow): number =>
    row.class === 'appointment' ? row.arrived / (1 - noShow) : row.arrived;
  const sum = (some: readonly MeasuredRow[]): number => some.reduce((all, row) => all + weightOf(row), 0);
  const walkIns = own.filter((row) => row.class === 'walk-in');
  const arrivals = WEEKDAYS.flatMap((weekday): OfficePart['arrivals'] => {
    const dates = [...days.keys()].filter((date) => weekdayOf(date) === weekday);
    if (dates.length === 0) return [];
    const people = sum(dates.flatMap((date) => days.get(date) ?? [])) / dates.length;
    return [{ days: [weekday], people, spans: spansOf(walkIns.length > 0 ? walkIns : own, weekday) }];
  });
  const all = sum(own);
  const services = part.services.flatMap((service) => {
    const ofService = own.filter(({ serviceId }) => serviceId === service.serviceId);
    const share = sum(ofService) / all;
    return share === 0 ? [] : [{ ...service, share, attention: attentionOf(ofService) ?? service.attention }];
  });
  const bookable = own.filter(({ serviceId }) =>
    profile.services.some((service) => service.serviceId === serviceId && service.ways.includes('appointment')),
  );
  const booked = sum(bookable.filter((row) => row.class === 'appointment'));
  const share = bookable.length === 0 ? 0 : booked / sum(bookable);
  return {
    ...office,
    part: {
      ...part,
      arrivals,
      services,
      dayVariation: variationOf(days),
      appointments: { ...part.appointments, share },
    },
  };
}

function spansOf(rows: readonly MeasuredRow[], weekday: Weekday): OfficePart['arrivals'][number]['spans'] {
  const ofDay = rows.filter(({ date }) => weekdayOf(date) === weekday);
  const byQuarter = Map.groupBy(ofDay.length > 0 ? ofDay : rows, ({ quarter }) => quarter);
  return [...byQuarter]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([from, some]) => ({ from, to: after(from), weight: some.reduce((all, { arrived }) => all + arrived, 0) }));
}

function after(quarter: string): string {
  const minutes = minuteOf(quarter) + QUARTER;
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

export function attentionOf(rows: readonly MeasuredRow[]): Attention | null {
  const visits = rows.reduce((all, { attended }) => all + attended, 0);
  if (visits < LEAST_VISITS) return null;
  const mean = rows.reduce((all, { attentionMinutes }) => all + attentionMinutes, 0) / visits;
  const squares = rows.reduce((all, { attentionSquares }) => all + attentionSquares, 0) / visits;
  return { kind: 'lognormal', mean, sd: Math.sqrt(Math.max(0, squares - mean ** 2)) };
}

/** Returns the spread between days of the same weekday that exceeds chance (Poisson), as a share of their mean. */
function variationOf(days: ReadonlyMap<string, readonly MeasuredRow[]>): number {
  const totals = [...days].map(([date, rows]) => ({
    weekday: weekdayOf(date),
    people: rows.reduce((all, { arrived }) => all + arrived, 0),
  }));
  const variances = WEEKDAYS.flatMap((weekday) => {
    const people = totals.filter((day) => day.weekday === weekday).map((day) => day.people);
    if (people.length < 2) return [];
    const mean = people.reduce((all, one) => all + one, 0) / people.length;
    return mean === 0 ? [] : [{ days: people.length - 1, excess: (varianceOf(people) - mean) / mean ** 2 }];
  });
  const all = variances.reduce((sum, one) => sum + one.days, 0);
  const excess = all === 0 ? 0 : variances.reduce((sum, one) => sum + one.days * one.excess, 0) / all;
  return Math.min(1, Math.sqrt(Math.max(0, excess)));
}
