import { randomInt, randomUUID } from 'node:crypto';
import type { ServiceId } from '../../src-main/contract/shared/ids.ts';
import { freeStarts, lineFor, nearestTo, type Wish } from '../../src-main/domain/booking/free-hours.ts';
import { MINUTES_OF_DAY } from '../../src-main/domain/booking/office-day.ts';
import { type Hit, type PlacedDay, placeDay, type Taken } from '../../src-main/domain/booking/placed.ts';
import { type Asker, DOORS, type Door, minutesOf } from '../../src-main/domain/booking/plan.ts';
import { isReleasedFor, releaseMoment } from '../../src-main/domain/booking/release.ts';
import { addDays } from '../../src-main/domain/calendar-day.ts';
import { instantOf } from '../clock.ts';
import type { Queries } from '../database/database.ts';
import type { OfficeState } from './office-state.ts';

export const PLACES = {
  appointments: `SELECT appointment.appointment_id AS "appointmentId", appointment.start_at AS "startAt",
      appointment.service_id AS "serviceId", appointment.desk_id AS "deskId", appointment.booked_at AS "bookedAt",
      booking.start_at AS "placeAt", booking.line_id AS "lineId", booking.placed_at AS "placedAt", booking.minutes,
      booking.errands, booking.door, booking.is_freed AS "isFreed", booking.needs_help AS "needsHelp", booking.is_proven AS "isProven"
    FROM appointment LEFT JOIN booking ON booking.city_id = $1 AND booking.appointment_id = appointment.appointment_id
    WHERE appointment.city_id = $1 AND appointment.office_id = $2 AND appointment.service_day >= $3::date
      AND appointment.service_day <= $4::date AND appointment.locator IS NOT NULL AND appointment.cancelled_at IS NULL`,
  holds: `SELECT hold_hash AS "holdHash", start_at AS "startAt", line_id AS "lineId", minutes, errands, desk_id AS "deskId",
      door, needs_help AS "needsHelp", is_proven AS "isProven", held_at AS "heldAt", moves, is_offer AS "isOffer"
    FROM booking_hold WHERE city_id = $1 AND office_id = $2 AND start_at >= $3::timestamptz AND start_at < $4::timestamptz
      AND ends_at > $5::timestamptz`,
  releases: `SELECT start_at AS "startAt", line_id AS "lineId", minutes, release_at AS "releaseAt",
      release_id AS "releaseId"
    FROM booking_release WHERE city_id = $1 AND office_id = $2 AND start_at >= $3::timestamptz AND start_at < $4::timestamptz`,
  release: `INSERT INTO booking_release (city_id, release_id, office_id, start_at, line_id, minutes, cancelled_at, release_at)
    VALUES ($1, $2::uuid, $3, $4::timestamptz, $5, $6::int, $7::timestamptz, $8::timestamptz)`,
  left: `SELECT booking.appointment_id AS "appointmentId", booking.start_at AS "startAt", booking.line_id AS "lineId",
      booking.minutes, appointment.cancelled_at AS "cancelledAt"
    FROM booking JOIN appointment ON appointment.city_id = $1 AND appointment.appointment_id = booking.appointment_id
    WHERE booking.city_id = $1 AND booking.office_id = $2 AND booking.start_at > $3::timestamptz AND NOT booking.is_freed
      AND (appointment.cancelled_at IS NOT NULL OR appointment.start_at <> booking.start_at
        OR appointment.office_id <> booking.office_id)`,
  freed: 'UPDATE booking SET is_freed = true WHERE city_id = $1 AND appointment_id = $2::uuid',
  forget: 'DELETE FROM booking WHERE city_id = $1 AND appointment_id = $2::uuid AND door IS NULL',
  endHold: 'DELETE FROM booking_hold WHERE city_id = $1 AND hold_hash = $2',
  place: `INSERT INTO booking (city_id, appointment_id, office_id, start_at, line_id, placed_at, minutes, errands, door,
      needs_help, is_proven, language)
    VALUES ($1, $2::uuid, $3, $4::timestamptz, $5, $6::timestamptz, $7::int, $8::text[], NULL, false, true, 'ca')
    ON CONFLICT (city_id, appointment_id) DO UPDATE SET (office_id, start_at, line_id, placed_at, minutes, is_freed)
      = (EXCLUDED.office_id, EXCLUDED.start_at, EXCLUDED.line_id, EXCLUDED.placed_at, EXCLUDED.minutes, false)`,
} as const;

interface AppointmentRow {
  appointmentId: string;
  startAt: string;
  serviceId: string;
  deskId: string | null;
  bookedAt: string;
  placeAt: string | null;
  lineId: string | null;
  placedAt: string | null;
  minutes: number | null;
  errands: string[] | null;
  door: string | null;
  isFreed: boolean | null;
  needsHelp: boolean | null;
  isProven: boolean | null;
}

export interface HoldRow {
  holdHash: string;
  startAt: string;
  lineId: string;
  minutes: number;
  errands: ServiceId[];
  deskId: string | null;
  door: string;
  needsHelp: boolean;
  isProven: boolean;
  heldAt: string;
  moves: string | null;
  isOffer: boolean;
}

interface ReleaseRow {
  releaseId: string;
  startAt: string;
  lineId: string;
  minutes: number;
  releaseAt: string;
}

const PLAIN: Asker = { door: 'seu', needsHelp: false, isProven: true };

/**
 * Reads a stored door. A door that only a newer release knows counts as `seu` (the city's portal), which no quota of a plan counts
 * separately.
 */
const doorOf = (door: string): Door => DOORS.find((known) => known === door) ?? 'seu';

export interface TakenDays {
  placed(date: string): PlacedDay | null;
  holds: readonly HoldRow[];
  releases: readonly ReleaseRow[];
  /**
   * Returns a day's cancelled appointment times that became free again after `afterMs`. The caller adds them to the taken times, and so
   * sees which times were free at `afterMs`.
   */
  cameBack(date: string, afterMs: number): Taken[];
  isAppointment(id: string): boolean;
}

/**
 * Reads the appointments, holds and cancelled appointment times of an office from day `from` to day `to`.
 * @param lookMs the moment at which the asking browser first looked at appointment times, see `isReleasedFor`
 */
export async function readTaken(
  queries: Queries,
  { place, nowMs, dayOf, dateOf }: OfficeState,
  from: string,
  to: string,
  lookMs: number | null,
): Promise<TakenDays> {
  const own = [place.cityId, place.officeId];
  const range = [`${addDays(from, -1)}T00:00:00Z`, `${addDays(to, 2)}T00:00:00Z`];
  const appointments = await queries.query<AppointmentRow>(PLACES.appointments, [...own, addDays(from, -1), to]);
  const holds = await queries.query<HoldRow>(PLACES.holds, [...own, ...range, instantOf(nowMs)]);
  const releases = await queries.query<ReleaseRow>(PLACES.releases, [...own, ...range]);
  const visits = appointments.map(visitOf);
  const ids = new Set(visits.map(({ id }) => id));
  const asTaken = ({ releaseId, startAt, lineId, minutes }: ReleaseRow): Taken => ({
    id: releaseId,
    startMs: Date.parse(startAt),
    services: [],
    minutes,
    lineId,
    deskId: dayOf(dateOf(Date.parse(startAt)))?.plan.lines.find((line) => line.lineId === lineId)?.deskId ?? null,
    // A cancelled appointment time that is not free yet is placed after all visits, so that it uses a desk in the plan without displacing a
    // visit.
    placedMs: Number.POSITIVE_INFINITY,
    asker: PLAIN,
  });
  const isBack = ({ releaseAt }: ReleaseRow): boolean => isReleasedFor(Date.parse(releaseAt), lookMs, nowMs);
  const others = [...holds.map(holdOf), ...releases.filter((one) => !isBack(one)).map(asTaken)];
  const known = new Map<string, PlacedDay | null>();
  return {
    holds,
    releases,
    isAppointment: (id) => ids.has(id),
    cameBack: (date, afterMs) =>
      releases
        .filter((one) => isBack(one) && Date.parse(one.releaseAt) > afterMs)
        .map(asTaken)
        .filter(({ startMs }) => dateOf(startMs) === date),
    placed(date) {
      const before = known.get(date);
      if (before !== undefined) return before;
      const day = dayOf(date);
      const isOnDay = ({ startMs }: Taken) =>
        day !== null && day.minuteAt(startMs) >= 0 && day.minuteAt(startMs) < MINUTES_OF_DAY;
      const placed = day && placeDay(day, [...visits, ...others].filter(isOnDay));
      known.set(date, placed);
      return placed;
    },
  };
}

function visitOf(row: AppointmentRow): Taken {
  const isInPlace = row.placeAt === row.startAt && row.isFreed === false;
  return {
    id: row.appointmentId,
    startMs: Date.parse(row.startAt),
    // Another system may have changed the service since the row was made.
    services: row.door === null || row.errands === null ? [row.serviceId] : row.errands,
    minutes: row.door === null ? null : row.minutes,
    lineId: isInPlace ? row.lineId : null,
    deskId: row.deskId,
    placedMs: Date.parse((isInPlace && row.placedAt) || row.bookedAt),
    asker:
      row.door === null
        ? PLAIN
        : { door: doorOf(row.door), needsHelp: row.needsHelp === true, isProven: row.isProven === true },
  };
}

const holdOf = (row: HoldRow): Taken => ({
  id: row.holdHash,
  startMs: Date.parse(row.startAt),
  services: row.errands,
  minutes: row.minutes,
  lineId: row.lineId,
  deskId: row.deskId,
  placedMs: Date.parse(row.heldAt),
  asker: {
    door: doorOf(row.door),
    needsHelp: row.needsHelp,
    isProven: row.isProven,
    isPending: row.isProven && row.door === 'web' && row.moves === null && !row.isOffer,
  },
});

/**
 * Stores the group of desks and the minutes of each visit of a day whose group is not stored, so that a later booking never displaces it.
 * Ends holds whose appointment time a closure or a new plan has removed. The caller holds the office's lock.
 */
export async function settleDay(
  queries: Queries,
  { place, nowMs }: OfficeState,
  placed: PlacedDay,
  isAppointment: (id: string) => boolean,
): Promise<PlacedDay> {
  const settled: Taken[] = [];
  for (const taken of placed.taken) {
    const lineId = placed.lineOf.get(taken.id) ?? null;
    const isVisit = isAppointment(taken.id);
    if (lineId === taken.lineId) settled.push(taken);
    else if (isVisit) {
      // A visit that is placed now comes after the visits already placed, so that it displaces no other visit.
      settled.push({ ...taken, lineId, placedMs: nowMs });
      const minutes = taken.minutes ?? minutesOf(placed.day.plan, taken.services) ?? placed.day.plan.step;
      await queries.query(PLACES.place, [
        place.cityId,
        taken.id,
        place.officeId,
        instantOf(taken.startMs),
        lineId,
        instantOf(nowMs),
        minutes,
        taken.services,
      ]);
    } else if (lineId === null && Number.isFinite(taken.placedMs))
      await queries.query(PLACES.endHold, [place.cityId, taken.id]);
    else settled.push(taken);
  }
  return placeDay(placed.day, settled);
}

/** Adds holds or cancelled appointment times to a day, so that they count as taken. The caller holds the office's lock. */
export function addTaken(placed: PlacedDay, ...taken: readonly Taken[]): PlacedDay {
  return placeDay(placed.day, [...placed.taken, ...taken]);
}

export interface Opening {
  startMs: number;
  lineId: string;
  minutes: number;
}

/**
 * Returns the group of desks and the minutes for an appointment time that is free by the plan's rules. Limits per person are not checked.
 * `null`: the time is not free.
 */
export function openingAt(placed: PlacedDay, wish: Wish, startMs: number, state: OfficeState): Opening | null {
  const minutes = minutesOf(placed.day.plan, wish.errands);
  const lineId = lineFor(placed, wish, startMs, state);
  return lineId === null || minutes === null ? null : { startMs, lineId, minutes };
}

const DAYS_AT_ONCE = 14;

/** Finds the first free appointment time on or after the day `from`. `null`: no day of the plan has a free time. */
export async function nextFree(
  queries: Queries,
  state: OfficeState,
  wish: Wish,
  from: string,
  lookMs: number | null,
): Promise<number | null> {
  for (let first = from; ; first = addDays(first, DAYS_AT_ONCE)) {
    const mostDays = state.dayOf(first)?.plan.ahead.mostDays ?? 0;
    if (first > addDays(state.today, mostDays)) return null;
    const last = addDays(first, DAYS_AT_ONCE - 1);
    const taken = await readTaken(queries, state, first, last, lookMs);
    for (let date = first; date <= last; date = addDays(date, 1)) {
      const placed = taken.placed(date);
      const [start] = placed ? freeStarts(placed, wish, state) : [];
      if (start !== undefined) return start;
    }
  }
}

/** Other appointment times are searched up to this many days before and after the lost time; at most `MOST_OTHERS` are offered. */
const OTHERS_WITHIN_DAYS = 14;
const MOST_OTHERS = 5;

export async function otherHours(queries: Queries, state: OfficeState, wish: Wish, startMs: number): Promise<number[]> {
  const date = state.dateOf(startMs);
  const first = [addDays(date, -OTHERS_WITHIN_DAYS), state.today].toSorted()[1] ?? state.today;
  const last = addDays(date, OTHERS_WITHIN_DAYS);
  const taken = await readTaken(queries, state, first, last, null);
  const starts: number[] = [];
  for (let day = first; day <= last; day = addDays(day, 1)) {
    const placed = taken.placed(day);
    if (placed) starts.push(...freeStarts(placed, wish, state));
  }
  return nearestTo(startMs, starts, MOST_OTHERS);
}

const RANDOM_STEPS = 2 ** 32;
/**
 * Returns a random number from 0 to 1 that a robot cannot predict: otherwise it would know when a cancelled appointment time becomes free
 * again.
 */
const random = (): number => randomInt(RANDOM_STEPS) / RANDOM_STEPS;

/** Stores the moment at which a cancelled appointment time becomes free again. The caller holds the office's lock. */
export async function storeRelease(
  queries: Queries,
  state: OfficeState,
  { startMs, lineId, minutes }: Opening,
): Promise<void> {
  const { place, nowMs, today } = state;
  const releaseMs = releaseMoment({ startMs, date: state.dateOf(startMs), today, nowMs }, random());
  await queries.query(PLACES.release, [
    place.cityId,
    randomUUID(),
    place.officeId,
    instantOf(startMs),
    lineId,
    minutes,
    instantOf(nowMs),
    instantOf(releaseMs),
  ]);
}

/**
 * Bookings without a place in the plan are searched for this many days ahead, because a plan may offer appointments at most as many days
 * ahead.
 */
export const HITS_WITHIN_DAYS = 366;

/** Returns the office's future bookings that have no place in the plan, each with the reason, the earliest first. */
export async function readHits(queries: Queries, state: OfficeState, days: number): Promise<Hit[]> {
  const last = addDays(state.today, days);
  const taken = await readTaken(queries, state, state.today, last, null);
  const hits: Hit[] = [];
  for (let date = state.today; date <= last; date = addDays(date, 1)) hits.push(...(taken.placed(date)?.hits ?? []));
  const held = new Set([
    ...taken.holds.map(({ holdHash }) => holdHash),
    ...taken.releases.map(({ releaseId }) => releaseId),
  ]);
  return hits
    .filter(({ taken: { id, startMs } }) => !held.has(id) && startMs > state.nowMs)
    .toSorted((a, b) => a.taken.startMs - b.taken.startMs);
}
