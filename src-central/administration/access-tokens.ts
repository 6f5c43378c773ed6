import { randomBytes, randomUUID } from 'node:crypto';
import type { CityId } from '../../src-main/contract/central-api/ids.ts';
import { instantOf } from '../clock.ts';
import type { Queries } from '../database/database.ts';
import { tokenHash } from '../server/credentials.ts';

export const ACCESS_TOKENS = {
  insert: `INSERT INTO access_token (city_id, token_hash, token_id, name, created_at)
    VALUES ($1, $2, $3, $4, $5::timestamptz)`,
  withdraw: `UPDATE access_token SET withdrawn_at = $3::timestamptz
    WHERE city_id = $1 AND name = $2 AND withdrawn_at IS NULL RETURNING token_id`,
} as const;

const TOKEN_BYTES = 32;

/** A new token of a city's person or program: this is the only time that anybody sees it. */
export async function makeToken(queries: Queries, cityId: CityId, name: string, nowMs: number): Promise<string> {
  const token = `torn_${randomBytes(TOKEN_BYTES).toString('base64url')}`;
  await queries.query(ACCESS_TOKENS.insert, [cityId, tokenHash(token), randomUUID(), name, instantOf(nowMs)]);
  return token;
}

/** Every token of that name; returns how many there were. It holds at once. */
export async function withdrawTokens(queries: Queries, cityId: CityId, name: string, nowMs: number): Promise<number> {
  return (await queries.query(ACCESS_TOKENS.withdraw, [cityId, name, instantOf(nowMs)])).length;
}
