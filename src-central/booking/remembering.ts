import { FORGET_OVER } from '../appointments/forget-over.ts';
import { OFFICE_KEYS } from '../appointments/office-keys.ts';
import { OFFICE_CHANGES } from '../configuration/office-changes.ts';
import { PROFILE_VERSIONS } from '../configuration/profile-versions.ts';
import type { Queries } from '../database/database.ts';

/** Queries whose answers cannot change while the transaction holds the office's lock. */
const CONSTANT: ReadonlySet<string> = new Set([
  OFFICE_CHANGES.lock,
  PROFILE_VERSIONS.newest,
  OFFICE_KEYS.all,
  FORGET_OVER.departures,
  FORGET_OVER.appointments,
]);

/** Caches the answers of queries that every confirmation of a batch repeats: the office, its profile and its keys. */
export function remembering(queries: Queries): Queries {
  const known = new Map<string, unknown[]>();
  return {
    async query<Row>(sql: string, parameters: readonly unknown[] = []): Promise<Row[]> {
      if (!CONSTANT.has(sql)) return queries.query<Row>(sql, parameters);
      const key = JSON.stringify([sql, parameters]);
      const before = known.get(key);
      if (before !== undefined) return before as Row[];
      const rows = await queries.query<Row>(sql, parameters);
      // An empty list of keys is not cached, because the first booking of an office makes a key.
      if (rows.length > 0 || sql !== OFFICE_KEYS.all) known.set(key, rows);
      return rows;
    },
  };
}
