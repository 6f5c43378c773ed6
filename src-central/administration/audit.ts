import { createHash, randomUUID } from 'node:crypto';
import type { CityId } from '../../src-main/contract/shared/ids.ts';
import { instantOf } from '../clock.ts';
import type { Queries } from '../database/database.ts';

const COLUMNS = 'city_id, audit_id, at, last_at, token_id, token_name, role, what, detail, result, address';
const VALUES = '$1, $2::uuid, $3::timestamptz, $4::timestamptz, $5::uuid, $6, $7, $8, $9::text::jsonb, $10, $11';

/** These statements add a row, or raise `times` and `last_at` of a row. None of them changes anything else, and none removes a row. */
export const AUDIT = {
  record: `INSERT INTO audit (${COLUMNS}) VALUES (${VALUES})`,
  count: `INSERT INTO audit (${COLUMNS}) VALUES (${VALUES})
    ON CONFLICT (city_id, at, audit_id) DO UPDATE SET
      times = audit.times + 1, last_at = greatest(audit.last_at, EXCLUDED.last_at)
    WHERE audit.times < $12::int RETURNING times`,
} as const;

/** The actor: a token's id, name and role, or only the name of a user at the centre's machine. */
export interface AuditedBearer {
  tokenId: string | null;
  name: string;
  role?: string | null;
}

export interface AuditRow {
  cityId: CityId;
  bearer: AuditedBearer | null;
  what: string;
  /** Ids, times and choices; no text that a person typed. */
  object: Readonly<Record<string, unknown>>;
  /** `done`, or the kind of the refusal. */
  result: string;
  address: string | null;
}

/** Records a completed action, in the transaction of `queries`. `what` is the operation's name. */
export async function recordAudit(
  queries: Queries,
  { cityId, address, ...bearer }: AuditedBearer & Pick<AuditRow, 'cityId' | 'address'>,
  what: string,
  object: Readonly<Record<string, unknown>>,
  nowMs: number,
): Promise<void> {
  const row = { cityId, address, bearer, what, object, result: 'done' };
  await queries.query(AUDIT.record, valuesOf(row, randomUUID(), nowMs, nowMs));
}

/**
 * Computes a row's id from its content and the beginning of its time window. A repeat in the same window gets the same id, so that
 * `AUDIT.count` counts it in the existing row.
 */
function idOf({ cityId, bearer, what, object, result, address }: AuditRow, windowAtMs: number): string {
  return idFrom(JSON.stringify([cityId, bearer?.tokenId, what, object, result, address, windowAtMs]));
}

/** Returns a version 8 UUID, so that every replica makes the same id from the same text. */
export function idFrom(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/**
 * Records an action that may be repeated often, such as a read or a refused sign-in. Repeats within `windowMs` are counted in one row, up
 * to `most`, and ignored beyond. Returns true for the first action in a window.
 */
export async function countAudit(
  queries: Queries,
  row: AuditRow,
  { windowMs, most }: { windowMs: number; most: number },
  nowMs: number,
): Promise<boolean> {
  const windowAtMs = Math.floor(nowMs / windowMs) * windowMs;
  const values = valuesOf(row, idOf(row, windowAtMs), windowAtMs, nowMs);
  const [counted] = await queries.query<{ times: number }>(AUDIT.count, [...values, most]);
  return counted?.times === 1;
}

const valuesOf = (
  { cityId, bearer, what, object, result, address }: AuditRow,
  auditId: string,
  atMs: number,
  lastMs: number,
): unknown[] => [
  cityId,
  auditId,
  instantOf(atMs),
  instantOf(lastMs),
  bearer?.tokenId ?? null,
  bearer?.name ?? null,
  bearer?.role ?? null,
  what,
  JSON.stringify(object),
  result,
  address,
];
