import { instantOf } from '../clock.ts';
import type { Queries } from '../database/database.ts';

export const KNOWN_CITY = {
  list: 'INSERT INTO city (name, since) VALUES ($1, $2::timestamptz) ON CONFLICT (name) DO NOTHING',
  /** A city begins with its first token. */
  find: `SELECT 1 FROM access_token WHERE city_id = $1
    UNION ALL SELECT 1 FROM office WHERE city_id = $1
    UNION ALL SELECT 1 FROM channel WHERE city_id = $1 LIMIT 1`,
} as const;

/** Whether anybody has begun anything in this city: what a stranger asks of another one leaves no row. */
export const isKnownCity = async (queries: Queries, cityId: string): Promise<boolean> =>
  (await queries.query(KNOWN_CITY.find, [cityId])).length > 0;

/** Where replicas find the cities they work for at night. Whoever begins something in a city lists it. */
export async function listCity(queries: Queries, cityId: string, nowMs: number): Promise<void> {
  await queries.query(KNOWN_CITY.list, [cityId, instantOf(nowMs)]);
}
