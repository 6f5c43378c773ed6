import { z } from 'zod';
import { OfficeId, PublicKey, Slug } from '../shared/ids.ts';
import { OfficeProfile } from '../shared/office-profile.ts';

/** Of a whole file, in UTF-8: twenty times the largest office there is. */
export const MOST_OFFICE_BYTES = 1_000_000;
export const OFFICE_FORMAT = 'torn-office';
export const OFFICE_FORMAT_VERSION = 1;

/** What an office names of the configuration and brings along, for a kiosk that does not have it. `text`: JSON; of a logo its PNG in base64. */
export const CarriedFile = z.strictObject({
  kind: z.enum(['calendar', 'template', 'logo']),
  id: Slug,
  text: z.string().max(500_000),
});
export type CarriedFile = z.infer<typeof CarriedFile>;

const MOST_CARRIED = 3;

/** What is signed: an office as it held at a kiosk. */
export const OfficeContent = z.strictObject({
  /** The centre's version and the kiosk's own one on it, 0 where there is none: `12.3`. */
  version: z.string().regex(/^\d{1,9}\.\d{1,9}$/),
  madeAt: z.iso.datetime(),
  /** Of the kiosk that made it; `null` for one without numbers. */
  slot: z.int().positive().nullable(),
  /** Without what is of one machine alone: its devices, folders, voice and centre. */
  profile: OfficeProfile,
  carried: z.array(CarriedFile).max(MOST_CARRIED),
});
export type OfficeContent = z.infer<typeof OfficeContent>;

/** The envelope; `content` is checked once its signature holds. Ed25519, base64url. */
export const OfficeEnvelope = z.strictObject({
  format: z.literal(OFFICE_FORMAT),
  formatVersion: z.literal(OFFICE_FORMAT_VERSION),
  content: z.unknown(),
  publicKey: PublicKey,
  signature: z.string().regex(/^[A-Za-z0-9_-]{86}$/),
});
export type OfficeEnvelope = z.infer<typeof OfficeEnvelope>;

/** Kiosks whose offices a technician took here before, the newest last; what a newer program has added is carried along. */
export const KnownKiosksFile = z.looseObject({
  version: z.int().positive(),
  kiosks: z.array(z.looseObject({ publicKey: PublicKey, officeId: OfficeId, since: z.iso.datetime() })),
});
export type KnownKiosksFile = z.infer<typeof KnownKiosksFile>;
