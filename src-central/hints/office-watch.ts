import type { CityId } from '../../src-main/contract/central-api/ids.ts';
import { type Clock, instantOf } from '../clock.ts';
import type { OfficePlace } from '../configuration/office-changes.ts';
import type { Queries } from '../database/database.ts';

export const OFFICE_WATCH = {
  changed: `SELECT city_id AS "cityId", office_id AS "officeId", change_seq AS "changeSeq", changed_at AS "changedAt"
    FROM office WHERE city_id = ANY ($1) AND changed_at > $2::timestamptz`,
} as const;

/**
 * An office's row is dated before it is committed, by the clock of the replica that changes it. What was dated so long ago is looked
 * at again, so that a late commit and a slow clock are seen too; what was seen before is passed over.
 */
const LOOK_BACK_MS = 60_000;
const LOOK_EVERY_MS = 500;

interface Row {
  cityId: string;
  officeId: string;
  changeSeq: number;
  changedAt: string;
}

export interface OfficeWatch {
  /** Calls `wake` whenever the office has changed, on whichever replica; the returned function ends it. */
  follow(place: OfficePlace, wake: () => void): () => void;
}

/**
 * Looks at the offices of the cities that somebody follows here, twice a second, and not at all while nobody does. Notifications of
 * PostgreSQL would need a session of their own and make every commit wait; an index look-up does not.
 */
export function watchOffices(queries: Queries, clock: Clock, onTrouble: (error: unknown) => void): OfficeWatch {
  const followers = new Map<string, Set<() => void>>();
  const cities = new Map<CityId, number>();
  /** What each changed office looked like when it was last seen. */
  const seen = new Map<string, string>();
  let timer: NodeJS.Timeout | null = null;
  let isLooking = false;

  async function look(): Promise<void> {
    if (isLooking) return;
    isLooking = true;
    try {
      const since = instantOf(clock.nowMs() - LOOK_BACK_MS);
      const rows = await queries.query<Row>(OFFICE_WATCH.changed, [[...cities.keys()], since]);
      const before = new Map(seen);
      seen.clear();
      for (const row of rows) {
        const key = keyOf(row);
        const state = `${row.changeSeq} ${row.changedAt}`;
        seen.set(key, state);
        if (before.get(key) !== state) for (const wake of followers.get(key) ?? []) wake();
      }
    } catch (error) {
      // A hint that is missed costs a kiosk one poll of its own.
      onTrouble(error);
    } finally {
      isLooking = false;
    }
  }

  return {
    follow(place, wake) {
      const key = keyOf(place);
      const those = followers.get(key) ?? new Set();
      followers.set(key, those.add(wake));
      cities.set(place.cityId, (cities.get(place.cityId) ?? 0) + 1);
      timer ??= setInterval(look, LOOK_EVERY_MS);
      return () => {
        if (!those.delete(wake)) return;
        if (those.size === 0) followers.delete(key);
        const left = (cities.get(place.cityId) ?? 1) - 1;
        if (left > 0) cities.set(place.cityId, left);
        else cities.delete(place.cityId);
        if (cities.size > 0 || timer === null) return;
        clearInterval(timer);
        timer = null;
      };
    },
  };
}

const keyOf = ({ cityId, officeId }: { cityId: string; officeId: string }): string => `${cityId}/${officeId}`;
