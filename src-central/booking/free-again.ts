import { fits } from '../../src-main/domain/booking/placed.ts';
import { minutesOf } from '../../src-main/domain/booking/plan.ts';
import { instantOf } from '../clock.ts';
import type { Queries } from '../database/database.ts';
import type { OfficeState } from './office-state.ts';
import { type Opening, PLACES, readTaken, storeRelease } from './places.ts';

export const WAITING = {
  /** Entries for an earlier hour without an offer, the longest waiting first. */
  next: `SELECT wait_hash AS "waitHash", errands, desk_id AS "deskId", door, needs_help AS "needsHelp",
      is_proven AS "isProven", language, moves FROM booking_wait
    WHERE city_id = $1 AND office_id = $2 AND before_day > $3::date AND NOT EXISTS (SELECT 1 FROM booking_hold
      WHERE booking_hold.city_id = $1 AND booking_hold.hold_hash = booking_wait.wait_hash)
    ORDER BY since, wait_hash LIMIT 50`,
  offer: `INSERT INTO booking_hold (city_id, hold_hash, office_id, start_at, line_id, minutes, errands, desk_id, door,
      needs_help, is_proven, language, moves, visitor, was_freed, is_offer, held_at, ends_at)
    VALUES ($1, $2, $3, $4::timestamptz, $5, $6::int, $7::text[], $8, $9, $10, $11, $12, $13::uuid, NULL, true, true,
      $14::timestamptz, $15::timestamptz)`,
  /** Offers that ended without an answer. */
  lapse: `DELETE FROM booking_hold WHERE city_id = $1 AND office_id = $2 AND is_offer AND ends_at <= $3::timestamptz
    RETURNING hold_hash AS "holdHash", start_at AS "startAt", line_id AS "lineId", minutes`,
  leave: 'DELETE FROM booking_wait WHERE city_id = $1 AND wait_hash = $2',
} as const;

/** An hour is offered to one person of the waiting list for this long. */
const OFFER_HOLDS_MS = 3 * 3_600_000;

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
 * Gives a place back that a booking has left: one of today at once; one of a later day to the waiting list, one person after another, then
 * at its random moment. The caller holds the office's lock, and has removed the booking.
 */
export async function freeAgain(queries: Queries, state: OfficeState, opening: Opening): Promise<void> {
  const { place, nowMs, today, dayOf, dateOf } = state;
  const date = dateOf(opening.startMs);
  if (date <= today) return;
  const day = dayOf(date);
  const placed = day && (await readTaken(queries, state, date, date, null)).placed(date);
  const line = placed?.uses.find((use) => use.day.line.lineId === opening.lineId);
  const start = day?.minuteAt(opening.startMs) ?? 0;
  // An overbooked hour, or one of a plan that is gone, leaves no place.
  if (!placed || !line || !fits(placed.day, line, [], { start, minutes: opening.minutes })) return;
  const entries = await queries.query<Entry>(WAITING.next, [place.cityId, place.officeId, date]);
  const offerEndsMs = Math.min(nowMs + OFFER_HOLDS_MS, opening.startMs - placed.day.plan.ahead.leastMinutes * 60_000);
  for (const entry of offerEndsMs > nowMs ? entries : []) {
    const minutes = minutesOf(placed.day.plan, entry.errands);
    const suits =
      minutes !== null &&
      minutes <= opening.minutes &&
      line.day.line.deskId === entry.deskId &&
      entry.errands.every((errand) => line.day.line.services.includes(errand));
    if (!suits) continue;
    await queries.query(WAITING.offer, [
      ...[place.cityId, entry.waitHash, place.officeId, instantOf(opening.startMs), opening.lineId, minutes],
      ...[entry.errands, entry.deskId, entry.door, entry.needsHelp, entry.isProven, entry.language, entry.moves],
      ...[instantOf(nowMs), instantOf(offerEndsMs)],
    ]);
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
 * Carries out what has come due of an office: places that another system's bookings have left, and offers that ended. The caller holds the
 * office's lock.
 */
export async function settleOffice(queries: Queries, state: OfficeState): Promise<void> {
  const { place, nowMs } = state;
  const own = [place.cityId, place.officeId, instantOf(nowMs)];
  for (const row of await queries.query<LeftRow>(PLACES.left, own)) {
    await queries.query(PLACES.freed, [place.cityId, row.appointmentId]);
    if (row.cancelledAt === null) await queries.query(PLACES.forget, [place.cityId, row.appointmentId]);
    if (row.lineId !== null)
      await freeAgain(queries, state, {
        startMs: Date.parse(row.startAt),
        lineId: row.lineId,
        minutes: row.minutes,
      });
  }
  for (const row of await queries.query<Omit<LeftRow, 'lineId'> & { holdHash: string; lineId: string }>(
    WAITING.lapse,
    own,
  )) {
    await queries.query(WAITING.leave, [place.cityId, row.holdHash]);
    await freeAgain(queries, state, { startMs: Date.parse(row.startAt), lineId: row.lineId, minutes: row.minutes });
  }
}
