import { type Result, refuse, succeed } from '../../src-main/domain/result.ts';
import { instantOf } from '../clock.ts';
import type { Queries } from '../database/database.ts';
import type { Refusal } from '../server/operation.ts';

export const RATE_LIMIT = {
  /** A window that begins in a time that has not come, after a clock was set back, is over. */
  count: `INSERT INTO rate_window (city_id, action, subject, began_at, count) VALUES ($1, $2, $3, $4::timestamptz, 1)
    ON CONFLICT (city_id, action, subject) DO UPDATE SET
      count = CASE WHEN rate_window.began_at > $5::timestamptz AND rate_window.began_at < $6::timestamptz
        THEN rate_window.count + 1 ELSE 1 END,
      began_at = CASE WHEN rate_window.began_at > $5::timestamptz AND rate_window.began_at < $6::timestamptz
        THEN rate_window.began_at ELSE EXCLUDED.began_at END
    RETURNING count`,
  read: `SELECT count FROM rate_window
    WHERE city_id = $1 AND action = $2 AND subject = $3 AND began_at > $4::timestamptz AND began_at < $5::timestamptz`,
  /** What somebody else counts at this moment is none of the old ones. */
  sweep: `DELETE FROM rate_window WHERE city_id = $1 AND (action, subject) IN (
    SELECT action, subject FROM rate_window WHERE city_id = $1 AND began_at < $2::timestamptz FOR UPDATE SKIP LOCKED)`,
} as const;

export interface Limit {
  action: string;
  /** Times in a window. */
  most: number;
  windowMs: number;
}

/** No window is longer. Whoever begins one sweeps, once in so long. */
const SWEEP = { action: 'sweep', windowMs: 3_600_000 };

/** Counts one more; the same for all replicas. Windows that are over are forgotten within an hour of the next that begins. */
export async function countTry(
  queries: Queries,
  cityId: string,
  limit: Limit,
  subject: string,
  nowMs: number,
): Promise<Result<null, Refusal>> {
  const count = await countOne(queries, cityId, limit, subject, nowMs);
  if (count === 1 && (await countOne(queries, cityId, SWEEP, '', nowMs)) === 1)
    await queries.query(RATE_LIMIT.sweep, [cityId, instantOf(nowMs - SWEEP.windowMs)]);
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

/** Whether one more would be too many; counts nothing. */
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
