import { randomUUID } from 'node:crypto';
import type { RetentionClass } from '../../src-main/contract/shared/retention.ts';
import { instantOf } from '../clock.ts';
import type { Database, Queries } from '../database/database.ts';

export const RETENTION_RUNS = {
  cities: 'SELECT name FROM city ORDER BY name',
  /** Reads the database's clock, and the time at which the city was created. A clock that shows an earlier time is wrong. */
  databaseNow: 'SELECT now() AS now, (SELECT since FROM city WHERE name = $1) AS since',
  last: `SELECT ended_at AS "endedAt", horizon_at AS "horizonAt", counts FROM retention_run
    WHERE city_id = $1 AND ended_at IS NOT NULL`,
  /** Claims a run unless another replica has a lease. A lease that ends too far ahead was taken with a wrong clock and is ignored. */
  claim: `INSERT INTO retention_run (city_id, holder, started_at, lease_until)
    VALUES ($1, $2::uuid, $3::timestamptz, $4::timestamptz)
    ON CONFLICT (city_id) DO UPDATE SET
      (holder, started_at, lease_until) = (EXCLUDED.holder, EXCLUDED.started_at, EXCLUDED.lease_until)
    WHERE (retention_run.holder IS NULL OR retention_run.lease_until < EXCLUDED.started_at
        OR retention_run.lease_until > $5::timestamptz)
      AND ($6::boolean OR retention_run.ended_at IS NOT DISTINCT FROM $7::timestamptz)
    RETURNING holder`,
  renew: `UPDATE retention_run SET lease_until = $3::timestamptz
    WHERE city_id = $1 AND holder = $2::uuid RETURNING holder`,
  finish: `UPDATE retention_run SET (holder, lease_until, ended_at, horizon_at, counts)
      = (NULL, NULL, $3::timestamptz, greatest(horizon_at, $4::timestamptz), $5::text::jsonb)
    WHERE city_id = $1 AND holder = $2::uuid`,
  release: 'UPDATE retention_run SET (holder, lease_until) = (NULL, NULL) WHERE city_id = $1 AND holder = $2::uuid',
} as const;

/** A lease is longer than any batch takes. A replica that dies blocks the other replicas this long. */
const LEASE_MS = 600_000;
/**
 * A run's horizon (the time that it uses as the present) is at most this much later than the previous run's, so a clock that jumps ahead
 * removes at most two days of data too early.
 */
export const MOST_AHEAD_MS = 2 * 86_400_000;

export type RetentionCounts = Partial<Record<RetentionClass, number>>;

export interface LastRun {
  endedAt: string;
  horizonAt: string;
  counts: RetentionCounts;
}

export const lastRunOf = async (queries: Queries, cityId: string): Promise<LastRun | null> =>
  (await queries.query<LastRun>(RETENTION_RUNS.last, [cityId]))[0] ?? null;

export interface Clocks {
  replicaMs: number;
  databaseMs: number;
  /** The time that the last run used as the present; `null` before the first. */
  lastMs: number | null;
  /** The creation of the city. `null`: unknown. */
  sinceMs: number | null;
}

/**
 * Returns the time that a run uses as the present: the earlier of the replica's clock and the database's, and at most two days after the
 * time of the previous run. A clock set to 2040 therefore removes only two more days of data.
 * `null`: a clock is wrong. It shows a time more than two days before the city's creation, or more than two days before the previous run
 * while the other clock differs from it by more than two days. If both clocks agree and are before the previous run, the clock of that run
 * was wrong.
 */
export function horizonOf({ replicaMs, databaseMs, lastMs, sinceMs }: Clocks): number | null {
  const nowMs = Math.min(replicaMs, databaseMs);
  if (sinceMs !== null && nowMs < sinceMs - MOST_AHEAD_MS) return null;
  if (lastMs === null) return nowMs;
  const isAlone = Math.abs(replicaMs - databaseMs) > MOST_AHEAD_MS;
  if (isAlone && nowMs < lastMs - MOST_AHEAD_MS) return null;
  return Math.min(nowMs, lastMs + MOST_AHEAD_MS);
}

/** A clock is wrong. No data are removed then. */
export class ClockBehind extends Error {
  override name = 'ClockBehind';
}

/** @throws ClockBehind */
export async function readHorizon(database: Database, cityId: string, replicaMs: number): Promise<number> {
  const [row] = await database.query<{ now: string; since: string | null }>(RETENTION_RUNS.databaseNow, [cityId]);
  const last = await lastRunOf(database, cityId);
  const clocks = {
    replicaMs,
    databaseMs: Date.parse(row?.now ?? ''),
    lastMs: last && Date.parse(last.horizonAt),
    sinceMs: row?.since ? Date.parse(row.since) : null,
  };
  const horizonMs = horizonOf(clocks);
  if (horizonMs !== null) return horizonMs;
  const times = `this machine has ${instantOf(replicaMs)}, the database has ${row?.now}`;
  throw new ClockBehind(
    `no retention in ${cityId}, because a clock is behind: ${times}, the last run was at ${last?.horizonAt}`,
  );
}

/**
 * Claims a city's run for one replica. `null`: another replica is running, or has finished a run since the run that ended at `after`.
 * Without `after`, finished runs do not matter.
 */
export async function claimRun(
  database: Database,
  cityId: string,
  clock: { nowMs(): number },
  after?: string | null,
): Promise<Run | null> {
  const holder = randomUUID();
  const until = () => instantOf(clock.nowMs() + LEASE_MS);
  const nowMs = clock.nowMs();
  const claim = [
    cityId,
    holder,
    instantOf(nowMs),
    until(),
    instantOf(nowMs + 2 * LEASE_MS),
    after === undefined,
    after ?? null,
  ];
  if ((await database.query(RETENTION_RUNS.claim, claim)).length === 0) return null;
  return {
    async renew() {
      const held = await database.query(RETENTION_RUNS.renew, [cityId, holder, until()]);
      if (held.length === 0) throw new RunTakenOver(`another replica has taken over the retention of ${cityId}`);
    },
    async finish(horizonMs, counts) {
      const end = [instantOf(clock.nowMs()), instantOf(horizonMs), JSON.stringify(counts)];
      await database.query(RETENTION_RUNS.finish, [cityId, holder, ...end]);
    },
    async release() {
      await database.query(RETENTION_RUNS.release, [cityId, holder]);
    },
  };
}

export interface Run {
  /** @throws RunTakenOver when this replica was so slow that another has begun */
  renew(): Promise<void>;
  finish(horizonMs: number, counts: RetentionCounts): Promise<void>;
  release(): Promise<void>;
}

/** Another replica has taken over the run. That replica continues after the data that this replica has removed. */
class RunTakenOver extends Error {
  override name = 'RunTakenOver';
}
