import { z } from 'zod';
import { Environment } from '../shared/environment.ts';
import { CityId, KioskId, OfficeId, PublicKey, StoreEpoch } from '../shared/ids.ts';
import { PlainText } from '../shared/plain-text.ts';
import { Instant } from '../shared/times.ts';

/** The characters of a pairing code: no 0 and 1, which look like letters, and no vowels, which could form words. */
export const PAIRING_ALPHABET = '23456789BCDFGHJKLMNPQRSTVWXZ';
export const PAIRING_CODE_LENGTH = 8;
export const PairingCode = z
  .string()
  .regex(
    new RegExp(`^[${PAIRING_ALPHABET}]{${PAIRING_CODE_LENGTH}}$`),
    `expected a pairing code: ${PAIRING_CODE_LENGTH} of the characters ${PAIRING_ALPHABET}`,
  );
/** A pairing code is valid for `PAIRING_LIFETIME_MS`, accepts `PAIRING_TRIES` wrong fingerprints, and is used once. */
export const PAIRING_LIFETIME_MS = 10 * 60_000;
export const PAIRING_TRIES = 5;

/**
 * The fingerprint that two people compare: 25 characters of Crockford base32 (the first 125 bits of the SHA-256 of `pairingInput`), shown
 * in groups of five. The kiosk computes it from its own key and the received key of the centre, the centre from the received key of the
 * kiosk and its own.
 */
export const Fingerprint = z.string().regex(/^[0-9A-HJKMNP-TV-Z]{25}$/, 'expected 25 characters of a fingerprint');

export const pairingInput = (kioskKey: PublicKey, centreKey: PublicKey): string =>
  ['torn-pairing-v1', kioskKey, centreKey].join('\n');

/**
 * A new kiosk's request. It is signed with the key that it contains, which proves that the kiosk has the private key. `slot`: the kiosk's
 * place in the plan of numbers (`domain/numbering.ts`), if a technician assigned it at the device (the kiosk must keep it, because it may
 * have issued numbers); `null`: the centre assigns a slot.
 */
export const EnrolmentRequest = z.object({
  publicKey: PublicKey,
  /** Id of this enrolment, chosen by the kiosk. */
  incarnation: z.uuid(),
  slot: z.int().min(1).max(99).nullable(),
  /** Present if the technician states that this kiosk replaces another. The confirmation must then name the replaced kiosk. */
  replaces: z.literal(true).optional(),
  /** `version`: the version of the program. `build`: `official` for a published package, `test` for any other. */
  version: PlainText.max(40),
  build: z.enum(['official', 'test']),
});
export type EnrolmentRequest = z.infer<typeof EnrolmentRequest>;

export const EnrolmentOpened = z.object({
  enrolmentId: z.uuid(),
  code: PairingCode,
  expiresAt: Instant,
  /** The key that signed this answer and will sign the confirmation. The kiosk accepts no other key during this pairing. */
  centreKey: PublicKey,
});
export type EnrolmentOpened = z.infer<typeof EnrolmentOpened>;

/**
 * The kiosk that the new kiosk replaces. The confirmation revokes it, unless it was revoked earlier. The new kiosk may upload, in the
 * replaced kiosk's name (`uploadReplaced`), events of the replaced kiosk that the centre lacks.
 */
export const ReplacedKiosk = z.object({
  kioskId: KioskId,
  slot: z.int().min(1).max(99),
  name: z.string(),
  incarnation: z.uuid(),
  /** The centre's last contact with the replaced kiosk; `null`: never. */
  lastHeardAt: Instant.nullable(),
  /** For each epoch of the replaced kiosk's journal (`WireEvent` explains epochs), the `seq` up to which the centre has every event. */
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
    /** The valid keys of the centre, including the key that signed `EnrolmentOpened`. */
    centreKeys: z.array(PublicKey).min(1).max(4),
    replaces: ReplacedKiosk.optional(),
  }),
  z.object({ state: z.literal('expired') }),
  z.object({ state: z.literal('refused') }),
]);
export type EnrolmentState = z.infer<typeof EnrolmentState>;

const Slot = z.int().min(1).max(99);

/**
 * An enrolment that waits for its confirmation: the data that a person at the centre compares with the kiosk's screen, and the offices and
 * slots that the kiosk can get.
 */
export const WaitingEnrolment = z.object({
  fingerprint: Fingerprint,
  expiresAt: Instant,
  version: z.string(),
  build: z.enum(['official', 'test']),
  /** The slot that the kiosk already has and keeps; `null`: the centre chooses a slot. */
  wantedSlot: Slot.nullable(),
  replaces: z.boolean(),
  /** The offices for which the caller's token is valid. */
  offices: z.array(
    z.object({
      officeId: OfficeId,
      /** `null` as long as the office has no profile. */
      name: z.string().nullable(),
      /**
       * Free slots, those with the shortest numbers first: slots that no kiosk of the office has or had, and slots of replaced kiosks whose
       * stated end (`KioskEnd`) is at least `SLOT_REST_MS` old and whose events the centre has.
       */
      freeSlots: z.array(Slot),
      endedSlots: z.array(Slot),
      kiosks: z.array(z.object({ kioskId: KioskId, slot: Slot, name: z.string() })),
    }),
  ),
});
export type WaitingEnrolment = z.infer<typeof WaitingEnrolment>;

/** The confirmation by a person at the centre, who has compared the fingerprints and names the kiosk's office. */
export const EnrolmentConfirmation = z.object({
  code: PairingCode,
  fingerprint: Fingerprint,
  officeId: OfficeId,
  slot: z.int().min(1).max(99),
  /** The name that the staff see: `quiosc de l'entrada`. */
  name: PlainText.min(1).max(60),
  /** The replaced kiosk, which belongs to this office. Required if the kiosk's request has `replaces`, and otherwise refused. */
  replaces: KioskId.optional(),
});
export type EnrolmentConfirmation = z.infer<typeof EnrolmentConfirmation>;

/**
 * The final statement of a replaced kiosk: it issues no more numbers, and its journal ends at the places in `journal`. It is signed with
 * the replaced kiosk's own key (`signature`, base64url, over `endSigningInput`). Once the centre has every event up to these places, and
 * `SLOT_REST_MS` after the statement, another kiosk may get the slot.
 */
export const KioskEnd = z.object({
  incarnation: z.uuid(),
  /** The last `seq` of each epoch of the journal. */
  journal: z
    .array(z.object({ epoch: z.int().nonnegative(), seq: z.int().nonnegative() }))
    .min(1)
    .max(1_000),
  signature: z.string().regex(/^[A-Za-z0-9_-]{86}$/, 'expected an Ed25519 signature in base64url'),
});
export type KioskEnd = z.infer<typeof KioskEnd>;
export const endSigningInput = (kioskId: string, { incarnation, journal }: Omit<KioskEnd, 'signature'>): string =>
  ['torn-end-v1', kioskId, incarnation, ...journal.map(({ epoch, seq }) => `${epoch} ${seq}`)].join('\n');
/**
 * A slot stays unused for this time after the end of the kiosk that had it, because citizens may still have its numbers of these days on
 * paper.
 */
export const SLOT_REST_MS = 2 * 86_400_000;

/**
 * A kiosk's new key. The old key signs the request; `proof` (base64url, over `rotationSigningInput`) is a signature with the new key, which
 * proves that the kiosk has the new private key.
 */
export const KeyRotation = z.object({
  publicKey: PublicKey,
  proof: z.string().regex(/^[A-Za-z0-9_-]{86}$/, 'expected an Ed25519 signature in base64url'),
});
export type KeyRotation = z.infer<typeof KeyRotation>;
export const rotationSigningInput = (kioskId: string, publicKey: string): string =>
  ['torn-rotation-v1', kioskId, publicKey].join('\n');

export const KeyRotated = z.object({
  oldKeyUntil: Instant,
});
export type KeyRotated = z.infer<typeof KeyRotated>;
export const ROTATION_OVERLAP_MS = 14 * 86_400_000;
