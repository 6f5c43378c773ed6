import type { OfficeId } from '../../src-main/contract/office-profile.ts';
import { type Result, refuse, succeed } from '../../src-main/contract/result.ts';
import { recordAudit } from '../administration/audit.ts';
import type { Centre } from '../centre.ts';
import { instantOf } from '../clock.ts';
import { wakeOffice } from '../configuration/office-changes.ts';
import type { OperationRequest, Refusal } from '../server/operation.ts';

export const REVOKE_KIOSK = {
  /** An upload that has begun ends first; one that begins later sees the revocation. */
  lock: 'SELECT 1 FROM kiosk_contact WHERE city_id = $1 AND kiosk_id = $2::uuid FOR UPDATE',
  revoke: `UPDATE kiosk SET revoked_at = $3::timestamptz, revoked_reason = $4
    WHERE city_id = $1 AND kiosk_id = $2::uuid AND revoked_at IS NULL RETURNING office_id AS "officeId"`,
} as const;

/** For good: a machine that comes back is enrolled anew, with a key and a slot of its own. Again changes nothing. */
export function revokeKiosk(
  { database }: Centre,
  { params: { cityId, kioskId }, body: { reason }, caller, receivedAtMs }: OperationRequest<'revokeKiosk'>,
): Promise<Result<{ body: null }, Refusal>> {
  return database.transaction(async (queries) => {
    if ((await queries.query(REVOKE_KIOSK.lock, [cityId, kioskId])).length === 0) return refuse({ kind: 'not-found' });
    const [revoked] = await queries.query<{ officeId: OfficeId }>(REVOKE_KIOSK.revoke, [
      cityId,
      kioskId,
      instantOf(receivedAtMs),
      reason,
    ]);
    if (!revoked) return succeed({ body: null });
    await recordAudit(queries, caller, 'revokeKiosk', { kioskId, reason }, receivedAtMs);
    await wakeOffice(queries, { cityId, officeId: revoked.officeId }, receivedAtMs);
    return succeed({ body: null });
  });
}
