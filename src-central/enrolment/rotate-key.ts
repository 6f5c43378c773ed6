import { ROTATION_OVERLAP_MS, rotationSigningInput } from '../../src-main/contract/centre/enrolment.ts';
import { refuse, succeed } from '../../src-main/domain/result.ts';
import { keyIdOf, verifyText } from '../../src-main/signing/keys.ts';
import { instantOf } from '../clock.ts';
import type { Centre } from '../replica-context.ts';
import type { Handler } from '../server/operation.ts';

export const ROTATE_KEY = {
  lock: `SELECT key_id AS "keyId", kiosk_id AS "kioskId", until FROM kiosk_key
    WHERE city_id = $1 AND key_id = ANY ($2::text[]) ORDER BY key_id FOR UPDATE`,
  insert: `INSERT INTO kiosk_key (city_id, key_id, kiosk_id, public_key, since)
    VALUES ($1, $2, $3::uuid, $4, $5::timestamptz)`,
  endOld: 'UPDATE kiosk_key SET until = $3::timestamptz WHERE city_id = $1 AND key_id = $2',
} as const;

interface KeyRow {
  keyId: string;
  kioskId: string;
  until: string | null;
}

/**
 * Accepts a kiosk's new key at once; the old key stays valid for 14 days. Only the newest key may introduce the next, because an older key
 * may be in an attacker's hands. A repeated request gets the same answer.
 */
export const rotateKey =
  ({ database }: Centre): Handler<'rotateKey'> =>
  async ({ body: { publicKey, proof }, caller, receivedAtMs: nowMs }) => {
    const { cityId, kioskId, keyId: oldKeyId } = caller;
    if (!verifyText(rotationSigningInput(kioskId, publicKey), proof, publicKey))
      return refuse({ kind: 'bad-signature', detail: 'the proof is not signed with the new key' });
    const newKeyId = keyIdOf(publicKey);
    return database.transaction(async (queries) => {
      const keys = await queries.query<KeyRow>(ROTATE_KEY.lock, [cityId, [oldKeyId, newKeyId]]);
      const old = keys.find(({ keyId }) => keyId === oldKeyId);
      const known = keys.find(({ keyId }) => keyId === newKeyId);
      if (old?.until && known?.kioskId === kioskId) return succeed({ body: { oldKeyUntil: old.until } });
      if (!old || old.until !== null || known)
        return refuse({
          kind: 'unknown-key',
          detail: 'the old key is not the newest, or the new key is already known',
        });
      const oldKeyUntil = instantOf(nowMs + ROTATION_OVERLAP_MS);
      await queries.query(ROTATE_KEY.insert, [cityId, newKeyId, kioskId, publicKey, instantOf(nowMs)]);
      await queries.query(ROTATE_KEY.endOld, [cityId, oldKeyId, oldKeyUntil]);
      return succeed({ body: { oldKeyUntil } });
    });
  };
