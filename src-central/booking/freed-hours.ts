import { fits } from '../../src-main/domain/booking/placed.ts';
import { minutesOf } from '../../src-main/domain/booking/plan.ts';
import { addDays } from '../../src-main/domain/calendar-day.ts';
import { instantOf } from '../clock.ts';
import type { Queries } from '../database/database.ts';
import type { OfficeState } from './office-state.ts';
import { type Opening, PLACES, readTaken, storeRelease } from './places.ts';

const COLUMNS = `wait_hash AS "waitHash", office_id AS "officeId", errands, before_day AS "before", needs_help AS "needsHelp",
    language, moves, holder_hash AS "holderHash", holder_by AS "holderBy", by, sealed`;

export const WAITING = {
  /** Finds the oldest entry of the waiting list without an offer that fits a freed appointment time by desk, day, services and minutes. */
  next: `SELECT wait_hash AS "waitHash", errands, desk_id AS "deskId", door, needs_help AS "needsHelp",
      is_proven AS "isProven", language, moves FROM booking_wait
    WHERE city_id = $1 AND office_id = $2 AND before_day > $3::date
      AND desk_id IS NOT DISTINCT FROM $4 AND errands <@ $5::text[] AND wait_hash <> $8
      AND (SELECT sum(given.minutes) FROM unnest(errands) AS errand (service_id)
        JOIN unnest($5::text[], $6::int[]) AS given (service_id, minutes) USING (service_id)) <= $7::int
      AND NOT EXISTS (SELECT 1 FROM booking_hold
        WHERE booking_hold.city_id = $1 AND booking_hold.hold_hash = booking_wait.wait_hash)
      AND (moves IS NULL OR EXISTS (SELECT 1 FROM booking
        WHERE booking.city_id = $1 AND booking.appointment_id = booking_wait.moves AND NOT booking.is_freed))
    ORDER BY since, wait_hash LIMIT 1`,
  offer: `INSERT INTO booking_hold (city_id, hold_hash, office_id, start_at, line_id, minutes, errands, desk_id, door,
      needs_help, is_proven, language, moves, visitor, was_freed, is_offer, held_at, ends_at)
    VALUES ($1, $2, $3, $4::timestamptz, $5, $6::int, $7::text[], $8, $9, $10, $11, $12, $13::uuid, NULL, true, true,
      $14::timestamptz, $15::timestamptz)`,
  /** Marks the offer of an entry as not yet announced, so that the next round sends a message about the offer. */
  announce: `UPDATE booking_wait SET said_offer = NULL, tries = 0, next_try_at = $3::timestamptz
    WHERE city_id = $1 AND wait_hash = $2`,
  wait: `INSERT INTO booking_wait (city_id, wait_hash, office_id, errands, desk_id, before_day, door, needs_help, is_proven,
      language, moves, holder_hash, since, holder_by, by, sealed)
    VALUES ($1, $2, $3, $4::text[], $5, $6::date, $7, $8, true, $9, $10::uuid, $11, $12::timestamptz, $13, $14, $15)`,
  byHash: `SELECT ${COLUMNS} FROM booking_wait WHERE city_id = $1 AND wait_hash = $2`,
  byBooking: `SELECT ${COLUMNS} FROM booking_wait WHERE city_id = $1 AND moves = $2::uuid LIMIT 1`,
  all: `SELECT ${COLUMNS} FROM booking_wait WHERE city_id = $1 ORDER BY since`,
  offerOf: `SELECT start_at AS "startAt", ends_at AS "endsAt" FROM booking_hold
    WHERE city_id = $1 AND hold_hash = $2 AND is_offer`,
  lapse: `DELETE FROM booking_hold WHERE city_id = $1 AND office_id = $2 AND is_offer AND ends_at <= $3::timestamptz
    RETURNING hold_hash AS "holdHash", start_at AS "startAt", line_id AS "lineId", minutes, held_at AS "heldAt"`,
  leave: 'DELETE FROM booking_wait WHERE city_id = $1 AND wait_hash = $2',
  /**
   * Moves an entry to the end of the waiting list if no message announced its offer. Counts such an offer in `unsaid` if the gateway sent
   * other messages meanwhile (`works`). No row: the offer was announced, or the entry has no address.
   */
  notSaid: `WITH meanwhile AS (SELECT EXISTS (SELECT 1 FROM booking_wait AS other JOIN booking_wait AS own
          ON own.city_id = other.city_id AND own.by = other.by
        WHERE own.city_id = $1 AND own.wait_hash = $2 AND other.said_offer >= $4::timestamptz)
      OR EXISTS (SELECT 1 FROM contact_message JOIN contact
          ON contact.city_id = contact_message.city_id AND contact.appointment_id = contact_message.appointment_id
        JOIN booking_wait AS own ON own.city_id = contact.city_id AND own.by = contact.by
        WHERE own.city_id = $1 AND own.wait_hash = $2 AND contact_message.sent_at >= $4::timestamptz) AS works)
    UPDATE booking_wait SET since = $3::timestamptz, unsaid = unsaid + CASE WHEN meanwhile.works THEN 1 ELSE 0 END
    FROM meanwhile WHERE city_id = $1 AND wait_hash = $2 AND sealed IS NOT NULL AND said_offer IS NULL
    RETURNING unsaid, meanwhile.works AS "works"`,
  leaveOfHolder: `DELETE FROM booking_wait WHERE city_id = $1 AND office_id = $2 AND holder_hash = $3
    RETURNING wait_hash AS "waitHash", since`,
  leaveOfBooking: `DELETE FROM booking_wait WHERE city_id = $1 AND office_id = $2 AND moves = $3::uuid AND wait_hash <> $4
    RETURNING wait_hash AS "waitHash"`,
  /**
   * Ends entries of the waiting list for which only appointment times of today are left, unless an offer is open. Such entries get no more
   * offers, because a freed time of today is free to everybody at once.
   */
  leaveOver: `DELETE FROM booking_wait WHERE city_id = $1 AND office_id = $2 AND before_day <= $3::date
    AND NOT EXISTS (SELECT 1 FROM booking_hold
      WHERE booking_hold.city_id = $1 AND booking_hold.hold_hash = booking_wait.wait_hash)`,
  endOffer: `DELETE FROM booking_hold WHERE city_id = $1 AND hold_hash = $2 AND is_offer
    RETURNING start_at AS "startAt", line_id AS "lineId", minutes`,
  /**
   * Stores an end in the past for holds that have ended by this replica's clock, so that a replica with a slow clock also sees them as
   * ended.
   */
  endHolds: `UPDATE booking_hold SET ends_at = held_at
    WHERE city_id = $1 AND office_id = $2 AND ends_at <= $3::timestamptz AND ends_at > held_at AND NOT is_offer`,
} as const;

const OFFER_HOLDS_MS = 3 * 3_600_000;
/**
 * An entry of the waiting list ends after this many offers in a row that no message announced, although its gateway could send other
 * messages.
 */
const MOST_UNSAID = 2;

interface Entry {
  waitHash: string;
  errands: string[];
  deskId: string | null;
  door: string;
  needsHelp: boolean;
  isProven: boolean;
  language: string;
  moves: string | null;
}

/**
 * Frees the appointment time that a booking had. A time of today is free at once. A time of a later day is first offered to the waiting
 * list, one person after another, and then becomes free for everybody at a random moment. The caller holds the office's lock and has
 * removed the booking.
 * @param butHash the entry to which this time is not offered again
 */
export async function freeAgain(queries: Queries, state: OfficeState, opening: Opening, butHash = ''): Promise<void> {
  const { place, nowMs, today, dayOf, dateOf } = state;
  const date = dateOf(opening.startMs);
  if (date <= today) return;
  const day = dayOf(date);
  const placed = day && (await readTaken(queries, state, date, date, null)).placed(date);
  const line = placed?.uses.find((use) => use.day.line.lineId === opening.lineId);
  const start = day?.minuteAt(opening.startMs) ?? 0;
  // No place becomes free if the appointment time was overbooked, or if the plan no longer has it.
  if (!placed || !line || !fits(placed.day, line, [], { start, minutes: opening.minutes })) return;
  const offerEndsMs = Math.min(nowMs + OFFER_HOLDS_MS, opening.startMs - placed.day.plan.ahead.leastMinutes * 60_000);
  const given = placed.day.plan.services.filter(({ serviceId }) => line.day.line.services.includes(serviceId));
  const asked = [
    place.cityId,
    place.officeId,
    date,
    line.day.line.deskId,
    given.map(({ serviceId }) => serviceId),
    given.map((one) => one.minutes),
    opening.minutes,
    butHash,
  ];
  const [entry] = offerEndsMs > nowMs ? await queries.query<Entry>(WAITING.next, asked) : [];
  const minutes = entry ? minutesOf(placed.day.plan, entry.errands) : null;
  if (entry && minutes !== null) {
    await queries.query(WAITING.offer, [
      place.cityId,
      entry.waitHash,
      place.officeId,
      instantOf(opening.startMs),
      opening.lineId,
      minutes,
      entry.errands,
      entry.deskId,
      entry.door,
      entry.needsHelp,
      entry.isProven,
      entry.language,
      entry.moves,
      instantOf(nowMs),
      instantOf(offerEndsMs),
    ]);
    await queries.query(WAITING.announce, [place.cityId, entry.waitHash, instantOf(nowMs)]);
    if (minutes < opening.minutes)
      await storeRelease(queries, state, {
        lineId: opening.lineId,
        startMs: opening.startMs + minutes * 60_000,
        minutes: opening.minutes - minutes,
      });
    return;
  }
  await storeRelease(queries, state, opening);
}

interface LeftRow {
  appointmentId: string;
  startAt: string;
  lineId: string | null;
  minutes: number;
  cancelledAt: string | null;
}

/**
 * Passes on appointment times of an office to the waiting list or to everybody: the times of bookings that another booking system cancelled
 * or moved, and the times whose offer has ended. The caller holds the office's lock.
 */
export async function settleOffice(queries: Queries, state: OfficeState): Promise<void> {
  const { place, nowMs, today } = state;
  const own = [place.cityId, place.officeId, instantOf(nowMs)];
  for (const row of await queries.query<LeftRow>(PLACES.left, own)) {
    await queries.query(PLACES.freed, [place.cityId, row.appointmentId]);
    if (row.cancelledAt === null) await queries.query(PLACES.forget, [place.cityId, row.appointmentId]);
    if (row.lineId !== null) await freeAgain(queries, state, openingOf(row, row.lineId));
  }
  await queries.query(WAITING.endHolds, own);
  await queries.query(WAITING.leaveOver, [place.cityId, place.officeId, addDays(today, 1)]);
  const lapsed = await queries.query<LapsedRow>(WAITING.lapse, own);
  const notSaid = new Map<string, { unsaid: number; works: boolean }>();
  for (const { holdHash, heldAt } of lapsed) {
    const asked = [place.cityId, holdHash, instantOf(nowMs), heldAt];
    const [row] = await queries.query<{ unsaid: number; works: boolean }>(WAITING.notSaid, asked);
    if (row) notSaid.set(holdHash, row);
  }
  for (const { holdHash } of lapsed)
    if ((notSaid.get(holdHash)?.unsaid ?? MOST_UNSAID) >= MOST_UNSAID)
      await queries.query(WAITING.leave, [place.cityId, holdHash]);
  // If the gateway sent no message at all meanwhile, the appointment time is freed for everybody, because the message about a further offer
  // would not be sent either.
  for (const row of lapsed)
    if (notSaid.get(row.holdHash)?.works === false) await storeRelease(queries, state, openingOf(row, row.lineId));
    else await freeAgain(queries, state, openingOf(row, row.lineId), row.holdHash);
}

interface LapsedRow extends OfferRow {
  holdHash: string;
  heldAt: string;
}

interface OfferRow {
  startAt: string;
  lineId: string;
  minutes: number;
}

export const openingOf = ({ startAt, minutes }: Omit<OfferRow, 'lineId'>, lineId: string): Opening => ({
  startMs: Date.parse(startAt),
  lineId,
  minutes,
});

export async function endOffer(queries: Queries, state: OfficeState, waitHash: string): Promise<void> {
  for (const row of await queries.query<OfferRow>(WAITING.endOffer, [state.place.cityId, waitHash]))
    await freeAgain(queries, state, openingOf(row, row.lineId));
}

/**
 * Ends the waiting-list entries of a booking that was moved or cancelled. The caller holds the office's lock.
 * @param butHash the entry whose offer was confirmed; the caller ends it
 */
export async function endWaitsOf(
  queries: Queries,
  state: OfficeState,
  appointmentId: string,
  butHash = '',
): Promise<void> {
  const { cityId, officeId } = state.place;
  const values = [cityId, officeId, appointmentId, butHash];
  for (const { waitHash } of await queries.query<{ waitHash: string }>(WAITING.leaveOfBooking, values))
    await endOffer(queries, state, waitHash);
}
