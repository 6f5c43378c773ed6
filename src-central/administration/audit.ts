import { createHash, randomUUID } from 'node:crypto';
import type { CityId } from '../../src-main/contract/shared/ids.ts';
import { instantOf } from '../clock.ts';
import type { Queries } from '../database/database.ts';

const COLUMNS = 'city_id, audit_id, at, last_at, token_id, token_name, role, what, detail, result, address';
const VALUES = '$1, $2::uuid, $3::timestamptz, $4::timestamptz, $5::uuid, $6, $7, $8, $9::text::jsonb, $10, $11';

/** Rows are added and counted up; nothing here changes or removes one. */
export const AUDIT = {
  record: `INSERT INTO audit (${COLUMNS}) VALUES (${VALUES})`,
  count: `INSERT INTO audit (${COLUMNS}) VALUES (${VALUES})
    ON CONFLICT (city_id, at, audit_id) DO UPDATE SET
      times = audit.times + 1, last_at = greatest(audit.last_at, EXCLUDED.last_at)
    WHERE audit.times < $12::int RETURNING times`,
} as const;

/** Who, as far as it is known: a token's id and name, and the role it has; or a name alone, of whoever sits at the machine. */
export interface AuditedBearer {
  tokenId: string | null;
  name: string;
  role?: string | null;
}

export interface AuditRow {
  cityId: CityId;
  bearer: AuditedBearer | null;
  /** An operation's name. */
  what: string;
  /** Ids, times and choices; nothing that a person has typed freely. */
  object: Readonly<Record<string, unknown>>;
  /** `done`, or why not. */
  result: string;
  address: string | null;
}

/** Who did what, in the transaction that does it. `what` is the operation's name. */
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

/** What alike rows have in common, so that a window of time holds one of them: its id follows from it. */
function idOf({ cityId, bearer, what, object, result, address }: AuditRow, windowAtMs: number): string {
  const alike = [cityId, bearer?.tokenId, what, object, result, address, windowAtMs];
  const hex = createHash('sha256').update(JSON.stringify(alike)).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/**
 * What changes nothing: the same within `windowMs` is counted in one row, up to `most`, from where on it is left alone. True for the first one
 * of its window.
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
