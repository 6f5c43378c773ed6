import { z } from 'zod';
import { PublicKey, Slug } from '../../contract/shared/ids.ts';
import { OfficeProfile } from '../../contract/shared/office-profile.ts';

/** Limit of an office file in UTF-8: twenty times the largest office. */
export const MOST_OFFICE_BYTES = 1_000_000;
export const OFFICE_FORMAT = 'torn-office';
export const OFFICE_FORMAT_VERSION = 1;

/** A file that the profile names, carried in the office file for a kiosk that lacks it. `text`: JSON, or for a logo its PNG in base64. */
export const CarriedFile = z.strictObject({
  kind: z.enum(['calendar', 'template', 'logo']),
  id: Slug,
  text: z.string().max(500_000),
});
export type CarriedFile = z.infer<typeof CarriedFile>;

const MOST_CARRIED = 3;

/** The signed content of an office file: an office's profile as a kiosk used it, and the files that the profile names. */
export const OfficeContent = z.strictObject({
  /** The centre's version of the profile, a dot, and the kiosk's own version, each 0 if there is none: `12.3`. */
  version: z.string().regex(/^\d{1,9}\.\d{1,9}$/),
  madeAt: z.iso.datetime(),
  /** Slot of the kiosk that made the file; `null` without a slot. */
  slot: z.int().positive().nullable(),
  profile: OfficeProfile,
  carried: z.array(CarriedFile).max(MOST_CARRIED),
});
export type OfficeContent = z.infer<typeof OfficeContent>;

/** The envelope of an office file; `content` is validated after its signature. Key and signature: Ed25519, base64url. */
export const OfficeEnvelope = z.strictObject({
  format: z.literal(OFFICE_FORMAT),
  formatVersion: z.literal(OFFICE_FORMAT_VERSION),
  content: z.unknown(),
  publicKey: PublicKey,
  signature: z.string().regex(/^[A-Za-z0-9_-]{86}$/),
});
export type OfficeEnvelope = z.infer<typeof OfficeEnvelope>;
