import { randomBytes, randomUUID } from 'node:crypto';
import type { ChannelId } from '../../src-main/contract/centre/appointments.ts';
import { type Role, USUAL_TOKEN_LIFE_DAYS } from '../../src-main/contract/centre/authorization.ts';
import type { CityId, OfficeId } from '../../src-main/contract/shared/ids.ts';
import { instantOf } from '../clock.ts';
import type { Queries } from '../database/database.ts';
import { tokenHash } from '../server/credentials.ts';
import { listCity } from './known-city.ts';

export const ACCESS_TOKENS = {
  insert: `INSERT INTO access_token (city_id, token_hash, token_id, name, created_at, until_at, role, office_id, made_by)
    VALUES ($1, $2, $3, $4, $5::timestamptz, $6::timestamptz, $7, $8, $9::uuid)`,
  insertOfChannel: `INSERT INTO channel_token (city_id, token_hash, token_id, name, created_at, until_at, channel_id)
    VALUES ($1, $2, $3, $4, $5::timestamptz, $6::timestamptz, $7)`,
  makeChannel: `INSERT INTO channel (city_id, channel_id, name, formats, changed_at)
    VALUES ($1, $2, $3, '[]', $4::timestamptz) ON CONFLICT (city_id, channel_id) DO NOTHING`,
  withdraw: `UPDATE access_token SET withdrawn_at = $3::timestamptz
    WHERE city_id = $1 AND name = $2 AND withdrawn_at IS NULL RETURNING token_id`,
  withdrawOfChannel: `UPDATE channel_token SET withdrawn_at = $3::timestamptz
    WHERE city_id = $1 AND name = $2 AND withdrawn_at IS NULL RETURNING token_id`,
} as const;

const TOKEN_BYTES = 32;
const DAY_MS = 86_400_000;

export interface TokenTerms {
  role: Role;
  /** `null`: every office of the city. */
  officeId: OfficeId | null;
  untilMs: number;
}

/**
 * Makes a token for a person or program of a city, or, with `channelId`, for a booking channel. By default it has the administrator's role
 * in every office and ends after `USUAL_TOKEN_LIFE_DAYS`. A channel's token has no role. Only the returned value contains the token in the
 * clear.
 */
export async function makeToken(
  queries: Queries,
  cityId: CityId,
  name: string,
  nowMs: number,
  channelId: ChannelId | null = null,
  terms: Partial<TokenTerms> = {},
): Promise<string> {
  return (await addToken(queries, cityId, name, nowMs, channelId, terms)).token;
}

/**
 * Makes a token like `makeToken`, and also returns the id under which the token is withdrawn. `madeBy` is the person or token that makes
 * it; by default the command line.
 */
export async function addToken(
  queries: Queries,
  cityId: CityId,
  name: string,
  nowMs: number,
  channelId: ChannelId | null,
  terms: Partial<TokenTerms & { madeBy: string | null }>,
): Promise<{ tokenId: string; token: string }> {
  const { role = 'administrator', officeId = null, untilMs = nowMs + USUAL_TOKEN_LIFE_DAYS * DAY_MS } = terms;
  const { madeBy = null } = terms;
  const token = `torn_${randomBytes(TOKEN_BYTES).toString('base64url')}`;
  await listCity(queries, cityId, nowMs);
  const tokenId = randomUUID();
  const row = [cityId, tokenHash(token), tokenId, name, instantOf(nowMs), instantOf(untilMs)];
  if (channelId === null) await queries.query(ACCESS_TOKENS.insert, [...row, role, officeId, madeBy]);
  else {
    await queries.query(ACCESS_TOKENS.makeChannel, [cityId, channelId, name, instantOf(nowMs)]);
    await queries.query(ACCESS_TOKENS.insertOfChannel, [...row, channelId]);
  }
  return { tokenId, token };
}

/** Returns how many tokens it has withdrawn. */
export async function withdrawTokens(queries: Queries, cityId: CityId, name: string, nowMs: number): Promise<number> {
  const named = [cityId, name, instantOf(nowMs)];
  const ofPeople = await queries.query(ACCESS_TOKENS.withdraw, named);
  const ofChannels = await queries.query(ACCESS_TOKENS.withdrawOfChannel, named);
  return ofPeople.length + ofChannels.length;
}
