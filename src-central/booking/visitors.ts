import type { CityId } from '../../src-main/contract/shared/ids.ts';
import { LOOK_HOLDS_MS } from '../../src-main/domain/booking/release.ts';
import { instantOf } from '../clock.ts';
import type { Queries } from '../database/database.ts';

export const VISITORS = {
  /**
   * Returns the moment at which the visitor first looked at appointment times on this day. A moment older than `LOOK_HOLDS_MS` is replaced
   * by the present moment.
   */
  look: `INSERT INTO booking_visitor (city_id, day, visitor, looked_at) VALUES ($1, $2::date, $3, $4::timestamptz)
    ON CONFLICT (city_id, day, visitor) DO UPDATE SET looked_at = CASE
      WHEN booking_visitor.looked_at > $5::timestamptz AND booking_visitor.looked_at <= EXCLUDED.looked_at
      THEN booking_visitor.looked_at ELSE EXCLUDED.looked_at END
    RETURNING looked_at AS "lookedAt", freed_taken AS "freedTaken"`,
  take: `UPDATE booking_visitor SET freed_taken = freed_taken + 1 WHERE city_id = $1 AND day = $2::date AND visitor = $3`,
  holds: `SELECT count(*)::int AS held, count(*) FILTER (WHERE was_freed)::int AS freed FROM booking_hold
    WHERE city_id = $1 AND visitor = $2 AND ends_at > $3::timestamptz`,
  /**
   * Counts, for all visitors of an IPv6 network, their holds, their holds of freed appointment times, and the freed times that they have
   * booked. The hash of each of these visitors begins with the network's hash.
   */
  ofNetwork: `SELECT count(*)::int AS held, count(*) FILTER (WHERE was_freed)::int AS freed,
      (SELECT COALESCE(sum(freed_taken), 0) FROM booking_visitor
        WHERE city_id = $1 AND day = $4::date AND starts_with(visitor, $2))::int AS taken
    FROM booking_hold WHERE city_id = $1 AND starts_with(visitor, $2) AND ends_at > $3::timestamptz`,
} as const;

/** Number of appointment times that one network address may hold at once. More than one, because visitors of a library share an address. */
export const MOST_HOLDS = 3;
/**
 * Number of appointment times freed by cancellations that one network address may book in a day without a proven mail address or telephone
 * number.
 */
export const MOST_FREED = 1;
/**
 * The limit that replaces `MOST_FREED` for people with a proven mail address or telephone number. It is low, because a robot may also have
 * mail addresses.
 */
export const MOST_FREED_PROVEN = 3;
/**
 * A whole IPv6 network (/48) gets this many times the limits of one address: a provider's customers may share such a network, but one robot
 * may also own it.
 */
export const ADDRESSES_OF_NETWORK = 8;

/** Returns the beginning of a visitor's hash that their whole IPv6 network shares; `null`: an IPv4 address. */
export const networkOf = (visitor: string): string | null =>
  visitor.includes('.') ? visitor.slice(0, visitor.indexOf('.') + 1) : null;

export interface Visit {
  lookMs: number;
  freedTaken: number;
}

export async function lookOf(
  queries: Queries,
  cityId: CityId,
  visitor: string,
  today: string,
  nowMs: number,
): Promise<Visit> {
  const values = [cityId, today, visitor, instantOf(nowMs), instantOf(nowMs - LOOK_HOLDS_MS)];
  const [row] = await queries.query<{ lookedAt: string; freedTaken: number }>(VISITORS.look, values);
  return { lookMs: row ? Date.parse(row.lookedAt) : nowMs, freedTaken: row?.freedTaken ?? 0 };
}
