import { KioskId } from '../../src-main/contract/shared/ids.ts';
import { type KioskRevocation, revocationSigningInput } from '../../src-main/contract/shared/kiosk-revocation.ts';
import { signText } from '../../src-main/signing/keys.ts';
import { withdrawCodesOf } from '../administration/technician-codes.ts';
import type { Keyring } from '../appointments/keyring.ts';
import { distrustKeys } from '../appointments/office-keys.ts';
import { instantOf } from '../clock.ts';
import { lockOffice, type OfficePlace, recordChange } from '../configuration/office-changes.ts';
import type { Queries } from '../database/database.ts';
import type { Centre } from '../replica-context.ts';

export const REVOCATIONS = {
  all: `SELECT kiosk_id AS "kioskId", revoked_at AS "revokedAt" FROM kiosk
    WHERE city_id = $1 AND office_id = $2 AND revoked_at IS NOT NULL ORDER BY revoked_at DESC, kiosk_id LIMIT 200`,
} as const;

/** The revocations of an office's kiosks, signed at each call with the centre's current key. */
export async function revocationsOf(
  { database, signingKey }: Pick<Centre, 'database' | 'signingKey'>,
  { cityId, officeId }: OfficePlace,
): Promise<KioskRevocation[]> {
  const rows = await database.query<{ kioskId: string; revokedAt: string }>(REVOCATIONS.all, [cityId, officeId]);
  return rows.map((row) => {
    const said = { kioskId: KioskId.parse(row.kioskId), revokedAt: instantOf(Date.parse(row.revokedAt)) };
    const signature = signText(revocationSigningInput({ cityId, officeId }, said), signingKey);
    return { ...said, keyId: signingKey.keyId, signature };
  });
}

/**
 * Tells the office's kiosks that these kiosks are revoked, and makes a new office key, because the revoked kiosks knew the earlier keys
 * (`distrustKeys`). Runs in the transaction of the revocation. `isLost`: a thief may have read everything on the kiosk, so what was hashed
 * with the earlier keys is dropped and the codes of named technicians end.
 */
export async function distrust(
  queries: Queries,
  keyring: Keyring,
  place: OfficePlace,
  kioskIds: readonly string[],
  nowMs: number,
  isLost: boolean,
): Promise<void> {
  await lockOffice(queries, place);
  await distrustKeys(queries, keyring, place, nowMs, isLost);
  if (isLost) await withdrawCodesOf(queries, place, nowMs);
  for (const kioskId of kioskIds)
    await recordChange(queries, place, { kind: 'kiosk-revoked', content: { kioskId: KioskId.parse(kioskId) } }, nowMs);
}
