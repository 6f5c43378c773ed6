import type { Queries } from '../database/database.ts';

export const KNOWN_CITY = {
  /** A city begins with its first token. */
  find: `SELECT 1 FROM access_token WHERE city_id = $1
    UNION ALL SELECT 1 FROM office WHERE city_id = $1
    UNION ALL SELECT 1 FROM channel WHERE city_id = $1 LIMIT 1`,
} as const;

/** Whether anybody has begun anything in this city: what a stranger asks of another one leaves no row. */
export const isKnownCity = async (queries: Queries, cityId: string): Promise<boolean> =>
  (await queries.query(KNOWN_CITY.find, [cityId])).length > 0;
