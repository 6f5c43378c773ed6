import type { CityId, KioskId, OfficeId, ServiceId } from '../../src-main/contract/shared/ids.ts';
import { listCity } from '../administration/known-city.ts';
import { instantOf } from '../clock.ts';
import type { Queries } from '../database/database.ts';

export const OFFICE_CHANGES = {
  make: `INSERT INTO office (city_id, office_id, changed_at) VALUES ($1, $2, $3::timestamptz)
    ON CONFLICT (city_id, office_id) DO NOTHING`,
  lock: `SELECT change_seq AS "changeSeq", changed_at AS "changedAt" FROM office
    WHERE city_id = $1 AND office_id = $2 FOR NO KEY UPDATE`,
  last: 'SELECT change_seq AS "changeSeq", changed_at AS "changedAt" FROM office WHERE city_id = $1 AND office_id = $2',
  allocate: `UPDATE office SET change_seq = change_seq + 1, changed_at = $3::timestamptz
    WHERE city_id = $1 AND office_id = $2 RETURNING change_seq AS "changeSeq"`,
  touch: 'UPDATE office SET changed_at = $3::timestamptz WHERE city_id = $1 AND office_id = $2',
  insert: `INSERT INTO office_change (city_id, office_id, change_seq, kind, content, changed_at)
    VALUES ($1, $2, $3::bigint, $4, $5::text::jsonb, $6::timestamptz)`,
  forget: 'DELETE FROM office_change WHERE city_id = $1 AND office_id = $2 AND changed_at < $3::timestamptz',
  since: `SELECT change_seq AS "changeSeq", kind, content FROM office_change
    WHERE city_id = $1 AND office_id = $2 AND change_seq > $3::bigint ORDER BY change_seq LIMIT $4::int`,
} as const;

export interface OfficePlace {
  cityId: CityId;
  officeId: OfficeId;
}

/**
 * A change as stored. Longer content, such as the published profile or the command to a kiosk, is not stored with it, but read from its own
 * table when the change is sent.
 */
export type KeptChange =
  | { kind: 'profile-published'; content: { version: number } }
  | { kind: 'service-paused'; content: { serviceId: ServiceId; until: string } }
  | { kind: 'service-resumed'; content: { serviceId: ServiceId } }
  | { kind: 'ticket-voided'; content: { ticketId: string } }
  | { kind: 'staff-acknowledged'; content: { subjectId: string } }
  | { kind: 'kiosk-ordered'; content: { kioskId: KioskId; orderId: string } }
  | { kind: 'kiosk-revoked'; content: { kioskId: KioskId } }
  | { kind: 'proposal-decided'; content: { kioskId: KioskId; proposalId: string } }
  | { kind: 'appointment-changed'; content: { appointmentId?: string } }
  | { kind: 'version-allowed'; content: Record<string, never> }
  | {
      kind: 'office-keys-changed' | 'code-formats-changed' | 'technician-codes-changed';
      content: Record<string, never>;
    };

/** Time for which changes are kept. A kiosk that was offline for longer reads a snapshot of the whole configuration. */
export const CHANGES_KEPT_MS = 90 * 86_400_000;

export async function makeOffice(queries: Queries, { cityId, officeId }: OfficePlace, nowMs: number): Promise<void> {
  await listCity(queries, cityId, nowMs);
  await queries.query(OFFICE_CHANGES.make, [cityId, officeId, instantOf(nowMs)]);
}

/**
 * Locks the office until the end of the transaction. False: there is no such office. Callers read the clock after this call, so that a
 * change with a later lock has a later time.
 */
export async function lockOffice(queries: Queries, { cityId, officeId }: OfficePlace): Promise<boolean> {
  return (await queries.query(OFFICE_CHANGES.lock, [cityId, officeId])).length > 0;
}

/**
 * Returns a time for the next change. It is later than the previous change whatever the clock says, because watchers of offices compare the
 * times. `null`: there is no such office.
 */
async function nextChangeAt(
  queries: Queries,
  { cityId, officeId }: OfficePlace,
  nowMs: number,
): Promise<string | null> {
  const [row] = await queries.query<{ changedAt: string }>(OFFICE_CHANGES.lock, [cityId, officeId]);
  return row ? instantOf(Math.max(nowMs, Date.parse(row.changedAt) + 1)) : null;
}

/**
 * Records the next change of an office that the caller has locked. The change's number is allocated under the lock, which is held until the
 * commit, so a reader of a change can read all earlier changes, and no cursor passes a change that is committed late. The numbers have no
 * gaps.
 */
export async function recordChange(
  queries: Queries,
  { cityId, officeId }: OfficePlace,
  { kind, content }: KeptChange,
  nowMs: number,
): Promise<void> {
  const at = instantOf(nowMs);
  const changedAt = await nextChangeAt(queries, { cityId, officeId }, nowMs);
  const allocation = [cityId, officeId, changedAt ?? at];
  const [row] = await queries.query<{ changeSeq: number }>(OFFICE_CHANGES.allocate, allocation);
  if (!row) throw new Error(`the office ${officeId} of ${cityId} does not exist`);
  await queries.query(OFFICE_CHANGES.insert, [cityId, officeId, row.changeSeq, kind, JSON.stringify(content), at]);
  await queries.query(OFFICE_CHANGES.forget, [cityId, officeId, instantOf(nowMs - CHANGES_KEPT_MS)]);
}

export async function wakeOffice(queries: Queries, { cityId, officeId }: OfficePlace, nowMs: number): Promise<void> {
  const changedAt = await nextChangeAt(queries, { cityId, officeId }, nowMs);
  if (changedAt !== null) await queries.query(OFFICE_CHANGES.touch, [cityId, officeId, changedAt]);
}
