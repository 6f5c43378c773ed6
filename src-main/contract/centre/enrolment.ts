import { z } from 'zod';
import { Environment } from '../shared/environment.ts';
import { CityId, KioskId, OfficeId, PublicKey, StoreEpoch } from '../shared/ids.ts';
import { PlainText } from '../shared/plain-text.ts';
import { Instant } from '../shared/times.ts';

/** Without look-alike letters, and without vowels that could form words. */
export const PAIRING_ALPHABET = '23456789BCDFGHJKLMNPQRSTVWXZ';
export const PAIRING_CODE_LENGTH = 8;
const PairingCode = z.string().regex(new RegExp(`^[${PAIRING_ALPHABET}]{${PAIRING_CODE_LENGTH}}$`));
/** A code's lifetime, and the number of tries with a wrong fingerprint; a code is used once. */
export const PAIRING_LIFETIME_MS = 10 * 60_000;
export const PAIRING_TRIES = 5;

/**
 * What two people compare: 25 characters of Crockford base32 (the first 125 bits of the SHA-256 of `pairingInput`), shown in groups of
 * five. The kiosk computes it from its own key and the received key of the centre, the centre from the received key of the kiosk and its
 * own.
 */
export const Fingerprint = z.string().regex(/^[0-9A-HJKMNP-TV-Z]{25}$/, 'expected 25 characters of a fingerprint');

export const pairingInput = (kioskKey: PublicKey, centreKey: PublicKey): string =>
  ['torn-pairing-v1', kioskKey, centreKey].join('\n');

/**
 * A new kiosk's request. It is signed with the key it contains, which proves possession. A kiosk that already has numbers (assigned at the
 * device) asks to keep its slot; any other gets one.
 */
export const EnrolmentRequest = z.object({
  publicKey: PublicKey,
  /** Created by the kiosk; identifies one enrolment of one kiosk. */
  incarnation: z.uuid(),
  slot: z.int().min(1).max(99).nullable(),
  /** The technician states that this kiosk replaces another; the confirmation must name which. */
  replaces: z.literal(true).optional(),
  /** Torn's version, and whether the package is a public one. */
  version: PlainText.max(40),
  build: z.enum(['official', 'test']),
});
export type EnrolmentRequest = z.infer<typeof EnrolmentRequest>;

export const EnrolmentOpened = z.object({
  enrolmentId: z.uuid(),
  code: PairingCode,
  expiresAt: Instant,
  /** The key that signed this answer and will sign the confirmation. The kiosk accepts no other in this pairing. */
  centreKey: PublicKey,
});
export type EnrolmentOpened = z.infer<typeof EnrolmentOpened>;

/** The kiosk replaced by this one, revoked at the same moment. Its unsent events may be uploaded in its name (`uploadReplaced`). */
export const ReplacedKiosk = z.object({
  kioskId: KioskId,
  slot: z.int().min(1).max(99),
  name: z.string(),
  incarnation: z.uuid(),
  /** The centre's last contact with it; `null`: never. */
  lastHeardAt: Instant.nullable(),
  /** For each epoch, the seq up to which every event is stored. */
  acknowledged: z.array(z.object({ epoch: z.int().nonnegative(), seq: z.int().nonnegative() })),
});
export type ReplacedKiosk = z.infer<typeof ReplacedKiosk>;

export const EnrolmentState = z.discriminatedUnion('state', [
  z.object({ state: z.literal('waiting'), expiresAt: Instant }),
  z.object({
    state: z.literal('confirmed'),
    kioskId: KioskId,
    cityId: CityId,
    officeId: OfficeId,
    slot: z.int().min(1).max(99),
    environment: Environment,
    storeEpoch: StoreEpoch,
    /** Includes the key that opened the enrolment. */
    centreKeys: z.array(PublicKey).min(1).max(4),
    replaces: ReplacedKiosk.optional(),
  }),
  z.object({ state: z.literal('expired') }),
  z.object({ state: z.literal('refused') }),
]);
export type EnrolmentState = z.infer<typeof EnrolmentState>;

/** A person at the centre has compared the fingerprints and assigns the kiosk's place. */
export const EnrolmentConfirmation = z.object({
  code: PairingCode,
  fingerprint: Fingerprint,
  officeId: OfficeId,
  slot: z.int().min(1).max(99),
  /** The staff's name for it: `quiosc de l'entrada`. */
  name: PlainText.min(1).max(60),
  /** The replaced kiosk, in this office; required exactly when the kiosk asks to replace one. */
  replaces: KioskId.optional(),
});
export type EnrolmentConfirmation = z.infer<typeof EnrolmentConfirmation>;

/** The new key, signed by the old one through the request, and by itself (`proof`, base64url, over `rotationSigningInput`). */
export const KeyRotation = z.object({
  publicKey: PublicKey,
  proof: z.string().regex(/^[A-Za-z0-9_-]{86}$/, 'expected an Ed25519 signature in base64url'),
});
export type KeyRotation = z.infer<typeof KeyRotation>;
export const rotationSigningInput = (kioskId: string, publicKey: string): string =>
  ['torn-rotation-v1', kioskId, publicKey].join('\n');

export const KeyRotated = z.object({
  /** End of the old key's validity. */
  oldKeyUntil: Instant,
});
export type KeyRotated = z.infer<typeof KeyRotated>;
/** How long both keys are valid. */
export const ROTATION_OVERLAP_MS = 14 * 86_400_000;
