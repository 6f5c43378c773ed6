import { instantOf } from '../clock.ts';
import type { Queries } from '../database/database.ts';

export const KNOWN_CITY = {
  list: 'INSERT INTO city (name, since) VALUES ($1, $2::timestamptz) ON CONFLICT (name) DO NOTHING',
  /** A city exists once it has a token, an office, a channel or a person. */
  find: `SELECT 1 FROM access_token WHERE city_id = $1
    UNION ALL SELECT 1 FROM office WHERE city_id = $1
    UNION ALL SELECT 1 FROM channel WHERE city_id = $1
    UNION ALL SELECT 1 FROM person WHERE city_id = $1 LIMIT 1`,
} as const;

/** Whether a city exists. Callers ask first, so that a stranger's request for an invented city leaves no row. */
export const isKnownCity = async (queries: Queries, cityId: string): Promise<boolean> =>
  (await queries.query(KNOWN_CITY.find, [cityId])).length > 0;

/** Adds a city to the list from which replicas do their nightly work. Called whenever something is first created in a city. */
export async function listCity(queries: Queries, cityId: string, nowMs: number): Promise<void> {
  await queries.query(KNOWN_CITY.list, [cityId, instantOf(nowMs)]);
}
