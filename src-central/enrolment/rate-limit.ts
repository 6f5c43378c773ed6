import { type Result, refuse, succeed } from '../../src-main/domain/result.ts';
import { instantOf } from '../clock.ts';
import type { Queries } from '../database/database.ts';
import type { Refusal } from '../server/operation.ts';

export const RATE_LIMIT = {
  /** A window that begins in the future, because the clock was set back, counts as over. */
  count: `INSERT INTO rate_window (city_id, action, subject, began_at, count) VALUES ($1, $2, $3, $4::timestamptz, 1)
    ON CONFLICT (city_id, action, subject) DO UPDATE SET
      count = CASE WHEN rate_window.began_at > $5::timestamptz AND rate_window.began_at < $6::timestamptz
        THEN rate_window.count + 1 ELSE 1 END,
      began_at = CASE WHEN rate_window.began_at > $5::timestamptz AND rate_window.began_at < $6::timestamptz
        THEN rate_window.began_at ELSE EXCLUDED.began_at END
    RETURNING count`,
  read: `SELECT count FROM rate_window
    WHERE city_id = $1 AND action = $2 AND subject = $3 AND began_at > $4::timestamptz AND began_at < $5::timestamptz`,
  /** Locked rows are skipped, because another request counts in them at this moment. */
  sweep: `DELETE FROM rate_window WHERE city_id = $1 AND (action, subject) IN (
    SELECT action, subject FROM rate_window WHERE city_id = $1 AND began_at < CASE WHEN action = ANY ($4::text[]) THEN $3::timestamptz ELSE $2::timestamptz END
    FOR UPDATE SKIP LOCKED)`,
} as const;

export interface Limit {
  action: string;
  most: number;
  windowMs: number;
}

/** Old windows are deleted once in this time, by the first try that opens a window. */
const SWEEP = { action: 'sweep', windowMs: 3_600_000 };
/** These limits have a window of a day, so the hourly deletion must keep their rows. */
const LONG = { actions: ['proven-of-domain', 'proven-today'], windowMs: 86_400_000 };

/** Counts one more try, across all replicas. Deletes old windows at most once an hour (`SWEEP`). */
export async function countTry(
  queries: Queries,
  cityId: string,
  limit: Limit,
  subject: string,
  nowMs: number,
): Promise<Result<null, Refusal>> {
  const count = await countOne(queries, cityId, limit, subject, nowMs);
  if (count === 1 && (await countOne(queries, cityId, SWEEP, '', nowMs)) === 1)
    await queries.query(RATE_LIMIT.sweep, [
      cityId,
      instantOf(nowMs - SWEEP.windowMs),
      instantOf(nowMs - LONG.windowMs),
      LONG.actions,
    ]);
  return count > limit.most ? tooMany(limit.windowMs) : succeed(null);
}

async function countOne(
  queries: Queries,
  cityId: string,
  { action, windowMs }: Omit<Limit, 'most'>,
  subject: string,
  nowMs: number,
): Promise<number> {
  const window = [instantOf(nowMs), instantOf(nowMs - windowMs), instantOf(nowMs + windowMs)];
  const [row] = await queries.query<{ count: number }>(RATE_LIMIT.count, [cityId, action, subject, ...window]);
  return row?.count ?? 0;
}

export async function checkTries(
  queries: Queries,
  cityId: string,
  { action, most, windowMs }: Limit,
  subject: string,
  nowMs: number,
): Promise<Result<null, Refusal>> {
  const window = [instantOf(nowMs - windowMs), instantOf(nowMs + windowMs)];
  const [row] = await queries.query<{ count: number }>(RATE_LIMIT.read, [cityId, action, subject, ...window]);
  return (row?.count ?? 0) >= most ? tooMany(windowMs) : succeed(null);
}

const tooMany = (windowMs: number) =>
  refuse({ kind: 'too-many-tries' as const, retryAfterS: Math.ceil(windowMs / 1_000) });
