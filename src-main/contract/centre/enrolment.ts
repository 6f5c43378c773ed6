import { z } from 'zod';
import { Environment } from '../shared/environment.ts';
import { CityId, KioskId, OfficeId, PublicKey, StoreEpoch } from '../shared/ids.ts';
import { PlainText } from '../shared/plain-text.ts';
import { Instant } from '../shared/times.ts';

/** No letter that looks like another one, none that makes a word. */
export const PAIRING_ALPHABET = '23456789BCDFGHJKLMNPQRSTVWXZ';
export const PAIRING_CODE_LENGTH = 8;
export const PairingCode = z
  .string()
  .regex(
    new RegExp(`^[${PAIRING_ALPHABET}]{${PAIRING_CODE_LENGTH}}$`),
    `expected a pairing code: ${PAIRING_CODE_LENGTH} of the characters ${PAIRING_ALPHABET}`,
  );
/** A code lives so long, may be tried so often with a wrong fingerprint, and is used once. */
export const PAIRING_LIFETIME_MS = 10 * 60_000;
export const PAIRING_TRIES = 5;

/**
 * What two people compare: 25 characters of Crockford base32 (the first 125 bits of the SHA-256 of `pairingInput`), shown in groups of five.
 * The kiosk computes it from its own key and the centre's as it came; the centre from the kiosk's as it came and its own.
 */
export const Fingerprint = z.string().regex(/^[0-9A-HJKMNP-TV-Z]{25}$/, 'expected 25 characters of a fingerprint');

export const pairingInput = (kioskKey: PublicKey, centreKey: PublicKey): string =>
  ['torn-pairing-v1', kioskKey, centreKey].join('\n');

/**
 * What a kiosk that is nobody yet says of itself. The request is signed with the very key it brings: whoever asks holds it.
 * A kiosk that already has numbers (given at the device) asks to keep its slot; another one is given one.
 */
export const EnrolmentRequest = z.object({
  publicKey: PublicKey,
  /** Made by the kiosk; one enrolment of one kiosk. */
  incarnation: z.uuid(),
  slot: z.int().min(1).max(99).nullable(),
  /** Whoever stands at it says that it takes another kiosk's place: the confirmation names which, or there is none. */
  replaces: z.literal(true).optional(),
  /** Torn's version, and whether the package is one for the public. */
  version: PlainText.max(40),
  build: z.enum(['official', 'test']),
});
export type EnrolmentRequest = z.infer<typeof EnrolmentRequest>;

export const EnrolmentOpened = z.object({
  enrolmentId: z.uuid(),
  code: PairingCode,
  expiresAt: Instant,
  /** The key that has signed this answer, and will sign the confirmation. The kiosk believes no other in this pairing. */
  centreKey: PublicKey,
});
export type EnrolmentOpened = z.infer<typeof EnrolmentOpened>;

/** The kiosk whose place this one has taken: revoked with the same stroke. What it still holds may be sent in its name (`uploadReplaced`). */
export const ReplacedKiosk = z.object({
  kioskId: KioskId,
  slot: z.int().min(1).max(99),
  name: z.string(),
  incarnation: z.uuid(),
  /** When the centre last heard it; `null`: never. */
  lastHeardAt: Instant.nullable(),
  /** Up to which seq every event of an epoch is kept. */
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
    /** The one that opened the enrolment among them. */
    centreKeys: z.array(PublicKey).min(1).max(4),
    /** Absent where it takes nobody's place. */
    replaces: ReplacedKiosk.optional(),
  }),
  z.object({ state: z.literal('expired') }),
  z.object({ state: z.literal('refused') }),
]);
export type EnrolmentState = z.infer<typeof EnrolmentState>;

const Slot = z.int().min(1).max(99);

/** What a person at the centre compares with the kiosk's screen, and what the kiosk can be given. */
export const WaitingEnrolment = z.object({
  fingerprint: Fingerprint,
  expiresAt: Instant,
  version: z.string(),
  build: z.enum(['official', 'test']),
  /** The slot of a kiosk that has numbers already: it keeps these. */
  wantedSlot: Slot.nullable(),
  /** It takes the place of another kiosk: the confirmation names which. */
  replaces: z.boolean(),
  /** The offices that the token reaches. */
  offices: z.array(
    z.object({
      officeId: OfficeId,
      /** `null` as long as the office has no profile. */
      name: z.string().nullable(),
      /** Slots that no kiosk of the office has or had, and those whose replaced kiosk has ended: with the shortest numbers first. */
      freeSlots: z.array(Slot),
      /** Those of them that another kiosk had. */
      endedSlots: z.array(Slot),
      /** Kiosks whose place may be taken. */
      kiosks: z.array(z.object({ kioskId: KioskId, slot: Slot, name: z.string() })),
    }),
  ),
});
export type WaitingEnrolment = z.infer<typeof WaitingEnrolment>;

/** A person at the centre has compared the fingerprints and says where the kiosk stands. */
export const EnrolmentConfirmation = z.object({
  code: PairingCode,
  fingerprint: Fingerprint,
  officeId: OfficeId,
  slot: z.int().min(1).max(99),
  /** As staff call it: `quiosc de l'entrada`. */
  name: PlainText.min(1).max(60),
  /** Whose place it takes, in this office; to be named just where the kiosk says that it takes one. */
  replaces: KioskId.optional(),
});
export type EnrolmentConfirmation = z.infer<typeof EnrolmentConfirmation>;

/**
 * The last word of a kiosk whose place another one has taken: it gives no more numbers, and its journal ends here. Signed by its own key (`signature`, base64url,
 * over `endSigningInput`). Once the centre has every event up to there, the slot may be given again.
 */
export const KioskEnd = z.object({
  incarnation: z.uuid(),
  /** The last seq of each epoch. */
  journal: z
    .array(z.object({ epoch: z.int().nonnegative(), seq: z.int().nonnegative() }))
    .min(1)
    .max(1_000),
  signature: z.string().regex(/^[A-Za-z0-9_-]{86}$/, 'expected an Ed25519 signature in base64url'),
});
export type KioskEnd = z.infer<typeof KioskEnd>;
export const endSigningInput = (kioskId: string, { incarnation, journal }: Omit<KioskEnd, 'signature'>): string =>
  ['torn-end-v1', kioskId, incarnation, ...journal.map(({ epoch, seq }) => `${epoch} ${seq}`)].join('\n');
/** A slot rests so long after its kiosk's end: its numbers of these days may still be on paper. */
export const SLOT_REST_MS = 2 * 86_400_000;

/** The new key, signed by the old one with the request, and by itself (`proof`, base64url, over `rotationSigningInput`). */
export const KeyRotation = z.object({
  publicKey: PublicKey,
  proof: z.string().regex(/^[A-Za-z0-9_-]{86}$/, 'expected an Ed25519 signature in base64url'),
});
export type KeyRotation = z.infer<typeof KeyRotation>;
export const rotationSigningInput = (kioskId: string, publicKey: string): string =>
  ['torn-rotation-v1', kioskId, publicKey].join('\n');

export const KeyRotated = z.object({
  /** Until when the old key is taken as well. */
  oldKeyUntil: Instant,
});
export type KeyRotated = z.infer<typeof KeyRotated>;
/** Both keys are taken so long. */
export const ROTATION_OVERLAP_MS = 14 * 86_400_000;
