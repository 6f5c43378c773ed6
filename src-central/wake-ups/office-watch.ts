import type { CityId, KioskId } from '../../src-main/contract/shared/ids.ts';
import { type Clock, instantOf } from '../clock.ts';
import type { OfficePlace } from '../configuration/office-changes.ts';
import type { Queries } from '../database/database.ts';
import { onceAtATime } from '../rounds.ts';

export const OFFICE_WATCH = {
  changed: `SELECT office_id AS "officeId", change_seq AS "changeSeq", changed_at AS "changedAt"
    FROM office WHERE city_id = $1 AND changed_at > $2::timestamptz`,
  /** Only this statement reads several cities; a distributed database sends it to all its nodes. */
  changedOfMany: `SELECT city_id AS "cityId", office_id AS "officeId", change_seq AS "changeSeq", changed_at AS "changedAt"
    FROM office WHERE city_id = ANY ($1::text[]) AND changed_at > $2::timestamptz`,
  revoked: `SELECT kiosk_id AS "kioskId" FROM kiosk
    WHERE city_id = $1 AND kiosk_id = ANY ($2::uuid[]) AND revoked_at IS NOT NULL`,
} as const;

/**
 * An office's row is dated before its commit, by the clock of the replica that changes it. Each look therefore includes rows dated up to
 * this long ago, so that late commits and slow clocks are not missed, and skips rows that an earlier look has seen.
 */
const LOOK_BACK_MS = 60_000;
const LOOK_EVERY_MS = 500;
/**
 * Up to this many cities are read one after another. With more, a round would last longer than the interval between looks: a thousand took
 * 1.3 s on a busy machine.
 */
const MOST_ALONE = 8;

interface Row {
  cityId: string;
  officeId: string;
  changeSeq: number;
  changedAt: string;
}

export interface Follower extends OfficePlace {
  kioskId: KioskId;
  /** Called after the office has changed, on any replica. */
  wake(): void;
  /** Called after the kiosk has been revoked, and after the `wake` for the revocation. */
  end(): void;
}

/**
 * Looks at the offices of followed cities twice a second, and not at all without followers. PostgreSQL's notifications would need their own
 * session and make every commit wait; an index look-up does not.
 */
export function watchOffices(queries: Queries, clock: Clock, onTrouble: (error: unknown) => void) {
  const offices = new Map<string, Set<Follower>>();
  const cities = new Map<CityId, number>();
  let seen: ReadonlyMap<string, string> = new Map();
  /** Followers that have not been looked at yet: a kiosk may be revoked between its authentication and its first look. */
  const unlooked = new Set<Follower>();
  let timer: NodeJS.Timeout | null = null;

  const look = onceAtATime(async () => {
    try {
      const since = instantOf(clock.nowMs() - LOOK_BACK_MS);
      const rows = await changedOf(queries, [...cities.keys()], since);
      const now = new Map(rows.map((row) => [keyOf(row), `${row.changeSeq} ${row.changedAt}`]));
      const woken = [...now].flatMap(([key, state]) => (seen.get(key) === state ? [] : [...(offices.get(key) ?? [])]));
      const asked = new Set([...woken, ...unlooked]);
      const revoked = await revokedOf(queries, asked);
      // The state counts as seen only after the last await, so that a look that fails is repeated as a whole.
      seen = now;
      for (const follower of asked) unlooked.delete(follower);
      for (const follower of woken) follower.wake();
      for (const follower of asked) if (revoked.has(follower.kioskId)) follower.end();
    } catch (error) {
      // A kiosk that missed a wake-up gets the change with its next regular request.
      onTrouble(error);
    }
  });

  return {
    follow(follower: Follower): void {
      const key = keyOf(follower);
      offices.set(key, (offices.get(key) ?? new Set()).add(follower));
      unlooked.add(follower);
      cities.set(follower.cityId, (cities.get(follower.cityId) ?? 0) + 1);
      timer ??= setInterval(() => void look(), LOOK_EVERY_MS);
    },
    /** A second call does nothing. */
    leave(follower: Follower): void {
      const { cityId } = follower;
      const key = keyOf(follower);
      const those = offices.get(key);
      unlooked.delete(follower);
      if (!those?.delete(follower)) return;
      if (those.size === 0) offices.delete(key);
      const left = (cities.get(cityId) ?? 1) - 1;
      if (left > 0) cities.set(cityId, left);
      else cities.delete(cityId);
      if (cities.size > 0 || timer === null) return;
      clearInterval(timer);
      timer = null;
    },
  };
}

/**
 * Reads the changed offices. Up to `MOST_ALONE` cities are read by a statement each, one after another: in a distributed database such a
 * statement runs at one node, and a single connection leaves the other connections to requests. More cities are read by one statement.
 */
async function changedOf(queries: Queries, cities: readonly CityId[], since: string): Promise<Row[]> {
  if (cities.length > MOST_ALONE) return queries.query<Row>(OFFICE_WATCH.changedOfMany, [cities, since]);
  const rows: Row[] = [];
  for (const cityId of cities)
    for (const row of await queries.query<Omit<Row, 'cityId'>>(OFFICE_WATCH.changed, [cityId, since]))
      rows.push({ cityId, ...row });
  return rows;
}

async function revokedOf(queries: Queries, asked: ReadonlySet<Follower>): Promise<ReadonlySet<string>> {
  const revoked = new Set<string>();
  for (const [cityId, followers] of Map.groupBy(asked, (follower) => follower.cityId)) {
    const kioskIds = [...new Set(followers.map(({ kioskId }) => kioskId))];
    for (const { kioskId } of await queries.query<{ kioskId: string }>(OFFICE_WATCH.revoked, [cityId, kioskIds]))
      revoked.add(kioskId);
  }
  return revoked;
}

const keyOf = ({ cityId, officeId }: { cityId: string; officeId: string }): string => `${cityId}/${officeId}`;
