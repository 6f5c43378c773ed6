import {
  type DayFigures,
  type Group,
  ON_TIME_MINUTES,
  type Spread,
  TURN_CLASSES,
  type TurnClass,
} from '../../src-main/contract/centre/day-figures.ts';
import { KioskId, ServiceId } from '../../src-main/contract/shared/ids.ts';
import { KIOSK_WRITER } from '../../src-main/domain/from-home.ts';
import { localDateTime, serviceDayOf } from '../../src-main/domain/service-day.ts';
import type { ReadOfficeState } from '../booking/office-state.ts';
import { readOutages } from '../city/read-kiosk.ts';
import { instantOf } from '../clock.ts';
import type { OfficePlace } from '../configuration/office-changes.ts';
import type { Queries } from '../database/database.ts';
import { deskLifeOf, type LifeRow } from '../projections/desk-events.ts';
import { daySpan, daysOf } from '../trouble/days.ts';
import { quantileOf } from '../twin/interval.ts';
import {
  type End,
  endOf,
  type FiguresOf,
  isWithoutPaper,
  noEnds,
  standingActs,
  type TicketRow,
  ticketsOf,
  waitOf,
} from './month-figures.ts';

const USUAL_MINUTES = 20;
const MINUTE_MS = 60_000;
/**
 * The condition of a printer at the beginning of a day may have been reported on an earlier day, so conditions are read from three days
 * before.
 */
const CONDITIONS_BEFORE_MS = 3 * 86_400_000;

export const DAY_FIGURES = {
  appointments: `SELECT appointment.service_day AS day, appointment.start_at AS "startAt",
      coalesce(booking.minutes, ${USUAL_MINUTES}) AS minutes, coalesce(cardinality(booking.errands), 1) AS errands,
      EXISTS (SELECT 1 FROM appointment_check_in AS check_in WHERE check_in.city_id = $1
        AND check_in.appointment_id = appointment.appointment_id) AS came
    FROM appointment LEFT JOIN booking ON booking.city_id = appointment.city_id
      AND booking.appointment_id = appointment.appointment_id
    WHERE appointment.city_id = $1 AND appointment.office_id = $2 AND appointment.service_day >= $3::date
      AND appointment.service_day < $4::date AND appointment.cancelled_at IS NULL`,
  kiosks: 'SELECT kiosk_id AS "kioskId" FROM kiosk WHERE city_id = $1 AND office_id = $2 ORDER BY slot, kiosk_id',
} as const;

interface Figures {
  ends: Record<End, number>;
  paperFailed: number;
  waits: number[];
  attentions: number[];
}
const newFigures = (): Figures => ({ ends: noEnds(), paperFailed: 0, waits: [], attentions: [] });

class Figured<Key> {
  readonly #by = new Map<string, { key: Key; figures: Figures }>();
  of(key: Key): Figures {
    const text = JSON.stringify(key);
    const known = this.#by.get(text) ?? { key, figures: newFigures() };
    this.#by.set(text, known);
    return known.figures;
  }
  rows(): (Group & Key)[] {
    return [...this.#by]
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([, { key, figures }]) => ({ ...key, ...groupOf(figures) }));
  }
}

/**
 * Returns the spread of some minutes. `half` is one of the values, rounded: half of the people took this long or less. `null`: there are no
 * minutes.
 */
export function spreadOf(minutes: readonly number[]): Spread | null {
  const sorted = minutes.toSorted((one, other) => one - other);
  const at = (share: number): number => Math.round(quantileOf(sorted, share));
  return sorted.length === 0 ? null : { people: sorted.length, half: at(0.5), nineOfTen: at(0.9), worst: at(1) };
}

function groupOf({ ends, paperFailed, waits, attentions }: Figures): Group {
  const arrivals = Object.values(ends).reduce((sum, count) => sum + count, 0);
  return { arrivals, ...ends, paperFailed, wait: spreadOf(waits), attention: spreadOf(attentions) };
}

/**
 * Returns a ticket's minutes at all desks, or at `desk`, without the waits between desks. `null`: no desk has finished the visit or passed
 * it on.
 */
export function attentionOf(lives: readonly LifeRow[] | null, desk?: string): number | null {
  let beganMs: number | null = null;
  let isServing = false;
  let sum: number | null = null;
  const acts = standingActs(lives).toSorted(
    (a, b) => a.rank - b.rank || (a.by < b.by ? -1 : a.by > b.by ? 1 : a.id < b.id ? -1 : 1),
  );
  for (const { act, at, by } of acts) {
    const atMs = Date.parse(at);
    if (act === 'serve') {
      if (!isServing) beganMs = atMs;
      isServing = true;
    } else if (act === 'call' || act === 'recall') {
      if (!isServing) beganMs = atMs;
    } else {
      const isCounted = desk === undefined || desk === by;
      if ((act === 'finish' || act === 'transfer') && beganMs !== null && isCounted)
        sum = (sum ?? 0) + Math.max(0, atMs - beganMs) / MINUTE_MS;
      beganMs = null;
      isServing = false;
    }
  }
  return sum;
}

/**
 * Returns the beginning of the holder's present wait. A wait begins again when a desk passes the ticket on. `null`: the ticket is not
 * waiting.
 */
function waitsSince({ lives, dueMs }: TicketRow): number | null {
  if (deskLifeOf(lives).turn !== 'waiting') return null;
  const passed = standingActs(lives).filter(({ act }) => act === 'transfer');
  return Math.max(dueMs, ...passed.map(({ at }) => Date.parse(at)));
}

const classOf = ({ way, isPreferential }: TicketRow): TurnClass =>
  isPreferential ? 'preferential' : way === 'appointment' ? 'appointment' : 'walk-in';

class CountedDay {
  readonly total = newFigures();
  readonly hours = new Figured<{ hour: number }>();
  readonly services = new Figured<{ serviceId: ServiceId }>();
  readonly classes = new Figured<{ class: TurnClass }>();
  readonly cells = new Figured<{ serviceId: ServiceId; class: TurnClass; hour: number }>();
  readonly desks = new Map<number, Set<string>>();
  readonly waiting = new Map<ServiceId, { people: number; sinceMs: number }>();
  onTime = 0;
  usedMinutes = 0;
  isCalled = false;

  count(row: TicketRow, zone: string, nowMs: number): void {
    const serviceId = ServiceId.parse(row.serviceId);
    const { hour } = row;
    const turnClass = classOf(row);
    const end = endOf(row);
    const waitMs = waitOf(row);
    const attention = end === 'served' ? attentionOf(row.lives) : null;
    for (const figures of [
      this.total,
      this.hours.of({ hour }),
      this.services.of({ serviceId }),
      this.classes.of({ class: turnClass }),
      this.cells.of({ serviceId, class: turnClass, hour }),
    ]) {
      figures.ends[end] += 1;
      if (isWithoutPaper(row)) figures.paperFailed += 1;
      if (waitMs !== null) figures.waits.push(waitMs / MINUTE_MS);
      if (attention !== null) figures.attentions.push(attention);
    }
    for (const { at, by } of row.lives ?? []) {
      if (by === KIOSK_WRITER) continue;
      const actHour = Number(localDateTime(Date.parse(at), zone).time.slice(0, 2));
      this.desks.set(actHour, (this.desks.get(actHour) ?? new Set()).add(by));
    }
    if (row.isServed || waitMs !== null) this.isCalled = true;
    const sinceMs = end === 'open' ? waitsSince(row) : null;
    // A citizen who came early for an appointment counts as waiting only from the appointment's time on.
    if (sinceMs !== null && sinceMs <= nowMs) {
      const known = this.waiting.get(serviceId) ?? { people: 0, sinceMs };
      this.waiting.set(serviceId, { people: known.people + 1, sinceMs: Math.min(known.sinceMs, sinceMs) });
    }
    if (row.way !== 'appointment') return;
    this.usedMinutes += attention ?? 0;
    if (row.startAt !== null && waitMs !== null && waitMs <= ON_TIME_MINUTES * MINUTE_MS) this.onTime += 1;
  }
}

export async function dayFigures(
  queries: Queries,
  readState: ReadOfficeState,
  { cityId, officeId, from, until, zone, days }: FiguresOf & OfficePlace & { days: readonly string[] },
  nowMs: number,
): Promise<Map<string, DayFigures>> {
  const counted = new Map(days.map((day) => [day, new CountedDay()]));
  for await (const row of ticketsOf(queries, { cityId, officeId, from, until, zone }))
    counted.get(row.day)?.count(row, zone, nowMs);
  const appointments = await queries.query<BookedRow>(DAY_FIGURES.appointments, [cityId, officeId, from, until]);
  const booked = Map.groupBy(appointments, ({ day }) => day);
  const outages = await outagesOf(queries, { cityId, officeId, days, zone }, nowMs);
  const today = serviceDayOf(nowMs, zone);
  const found = new Map<string, DayFigures>();
  for (const [day, one] of counted) {
    const { fromMs } = daySpan(day, zone);
    const state = await readState(queries, { cityId, officeId }, Math.min(nowMs, fromMs));
    const given = state?.dayOf(day)?.lines.reduce((sum, { dayMinutes }) => sum + dayMinutes, 0) ?? null;
    found.set(day, {
      total: groupOf(one.total),
      hours: hoursOf(one),
      services: one.services.rows(),
      classes: one.classes.rows().toSorted((a, b) => TURN_CLASSES.indexOf(a.class) - TURN_CLASSES.indexOf(b.class)),
      cells: one.cells.rows(),
      appointments: appointmentsOf(booked.get(day) ?? [], one, given, nowMs),
      kiosks: outages.get(day) ?? [],
      waiting:
        day === today && (one.isCalled || one.total.ends.open === 0)
          ? [...one.waiting]
              .toSorted(([, a], [, b]) => a.sinceMs - b.sinceMs)
              .map(([serviceId, { people, sinceMs }]) => ({ serviceId, people, since: instantOf(sinceMs) }))
          : null,
    });
  }
  return found;
}

/** Returns the figures by hour with the number of desks. An hour in which desks acted but no ticket was issued is included. */
function hoursOf({ hours, desks }: CountedDay): DayFigures['hours'] {
  for (const hour of desks.keys()) hours.of({ hour });
  return hours
    .rows()
    .map((row) => ({ ...row, desks: desks.get(row.hour)?.size ?? 0 }))
    .toSorted((a, b) => a.hour - b.hour);
}

interface BookedRow {
  day: string;
  startAt: string;
  minutes: number;
  errands: number;
  came: boolean;
}

function appointmentsOf(
  booked: readonly BookedRow[],
  { onTime, usedMinutes }: CountedDay,
  givenMinutes: number | null,
  nowMs: number,
): DayFigures['appointments'] {
  const came = booked.filter((one) => one.came);
  const sum = (rows: readonly BookedRow[], of: (row: BookedRow) => number) =>
    rows.reduce((all, row) => all + of(row), 0);
  return {
    givenMinutes,
    booked: booked.length,
    bookedMinutes: sum(booked, ({ minutes }) => minutes),
    missed: booked.filter((one) => !one.came && Date.parse(one.startAt) + one.minutes * MINUTE_MS <= nowMs).length,
    came: came.length,
    onTime,
    usedMinutes: Math.round(usedMinutes),
    errands: sum(came, ({ errands }) => errands),
  };
}

async function outagesOf(
  queries: Queries,
  { cityId, officeId, days, zone }: Pick<FiguresOf, 'cityId' | 'officeId' | 'zone'> & { days: readonly string[] },
  nowMs: number,
): Promise<Map<string, DayFigures['kiosks']>> {
  const found = new Map<string, DayFigures['kiosks']>();
  const spans = days.map((day) => daySpan(day, zone));
  const first = Math.min(nowMs, ...spans.map(({ fromMs }) => fromMs));
  for (const { kioskId } of await queries.query<{ kioskId: string }>(DAY_FIGURES.kiosks, [cityId, officeId])) {
    const outages = await readOutages(queries, cityId, kioskId, first - CONDITIONS_BEFORE_MS);
    const rows = daysOf({ days: spans, nowMs, tickets: [], startsMs: [], ...outages });
    for (const { day, unprinted, faults, apart } of rows)
      found.set(day, [...(found.get(day) ?? []), { kioskId: KioskId.parse(kioskId), unprinted, faults, apart }]);
  }
  return found;
}
