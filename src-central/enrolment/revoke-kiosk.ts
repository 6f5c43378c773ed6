import type { OfficeId } from '../../src-main/contract/shared/ids.ts';
import { succeed } from '../../src-main/domain/result.ts';
import { recordAudit } from '../administration/audit.ts';
import { instantOf } from '../clock.ts';
import type { Centre } from '../replica-context.ts';
import { isBeyondOffices } from '../server/bearers.ts';
import { type Handler, NO_KIOSK, refuseMember } from '../server/operation.ts';
import { distrust } from './revocations.ts';

export const REVOKE_KIOSK = {
  /** The lock waits for a running upload of the kiosk; a later upload sees the revocation. */
  lock: 'SELECT 1 FROM kiosk_contact WHERE city_id = $1 AND kiosk_id = $2::uuid FOR UPDATE',
  officeOf: 'SELECT office_id AS "officeId" FROM kiosk WHERE city_id = $1 AND kiosk_id = $2::uuid',
  revoke: `UPDATE kiosk SET revoked_at = $3::timestamptz, revoked_reason = $4
    WHERE city_id = $1 AND kiosk_id = $2::uuid AND revoked_at IS NULL RETURNING kiosk_id`,
} as const;

/**
 * Revokes a kiosk for good: a machine that returns is enrolled again, with a new key and slot. The office's other kiosks get a signed
 * statement, the office gets a new key, and hashes of document numbers and codes that were made with an old key are dropped until booking
 * channels send the numbers again. A second call changes nothing.
 */
export const revokeKiosk =
  ({ database, keyring }: Centre): Handler<'revokeKiosk'> =>
  ({ params: { cityId, kioskId }, body: { reason }, caller, receivedAtMs }) =>
    database.transaction(async (queries) => {
      if ((await queries.query(REVOKE_KIOSK.lock, [cityId, kioskId])).length === 0)
        return refuseMember('not-found', '/path/kioskId', NO_KIOSK);
      const [kiosk] = await queries.query<{ officeId: OfficeId }>(REVOKE_KIOSK.officeOf, [cityId, kioskId]);
      if (!kiosk) return refuseMember('not-found', '/path/kioskId', NO_KIOSK);
      const { officeId } = kiosk;
      if (isBeyondOffices(caller, officeId)) return refuseMember('wrong-office', '/path/kioskId');
      const revocation = [cityId, kioskId, instantOf(receivedAtMs), reason];
      const isNew = (await queries.query(REVOKE_KIOSK.revoke, revocation)).length > 0;
      await recordAudit(queries, caller, 'revokeKiosk', { officeId, kioskId }, receivedAtMs);
      if (isNew) await distrust(queries, keyring, { cityId, officeId }, [kioskId], receivedAtMs, true);
      return succeed({ body: null });
    });
