import { z } from 'zod';
import { KeyId, KioskId } from './ids.ts';
import { Instant } from './times.ts';

/**
 * A permanent revocation of one of the office's kiosks. It is signed (base64url, Ed25519 by the centre's key `keyId`) over
 * `revocationSigningInput`, so that a kiosk cut off from the centre can receive it from a sibling.
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
