import { z } from 'zod';
import { KeyId, KioskId } from './ids.ts';
import { Instant } from './times.ts';

/**
 * A kiosk of the office that is none any more, for good. Signed (base64url, Ed25519 by the key `keyId` of the centre) over `revocationSigningInput`, so that a kiosk
 * which the centre does not reach hears of it from another.
 */
export const KioskRevocation = z.object({
  kioskId: KioskId,
  revokedAt: Instant,
  keyId: KeyId,
  signature: z.string().regex(/^[A-Za-z0-9_-]{86}$/, 'expected an Ed25519 signature in base64url'),
});
export type KioskRevocation = z.infer<typeof KioskRevocation>;

export const revocationSigningInput = (
  { cityId, officeId }: { cityId: string; officeId: string },
  { kioskId, revokedAt }: Pick<KioskRevocation, 'kioskId' | 'revokedAt'>,
): string => ['torn-revocation-v1', cityId, officeId, kioskId, revokedAt].join('\n');
