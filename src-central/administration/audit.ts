import { randomUUID } from 'node:crypto';
import { instantOf } from '../clock.ts';
import type { Queries } from '../database/database.ts';
import type { TokenCaller } from '../server/operation.ts';

export const AUDIT = {
  record: `INSERT INTO audit (city_id, audit_id, at, who, what, detail)
    VALUES ($1, $2, $3::timestamptz, $4, $5, $6::text::jsonb)`,
} as const;

/** Who did what, in the transaction that does it. `what` is the operation's name. */
export async function recordAudit(
  queries: Queries,
  { cityId, tokenId, name }: TokenCaller,
  what: string,
  detail: Readonly<Record<string, unknown>>,
  nowMs: number,
): Promise<void> {
  const who = `${name} ${tokenId}`;
  await queries.query(AUDIT.record, [cityId, randomUUID(), instantOf(nowMs), who, what, JSON.stringify(detail)]);
}
