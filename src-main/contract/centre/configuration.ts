import { z } from 'zod';
import { Acknowledgement, askedOfStaff } from '../shared/acknowledgement.ts';
import { KeyId, OfficeId, PublicKey, ServiceId, StoreEpoch } from '../shared/ids.ts';
import { KioskRevocation } from '../shared/kiosk-revocation.ts';
import { PlainText } from '../shared/plain-text.ts';
import { Instant, IsoDate } from '../shared/times.ts';
import { ProgramVersion } from '../shared/updates.ts';
import { AppointmentFeed, CodeFormat, FeedAppointment, OfficeKey } from './appointments.ts';
import { OfficeQueues } from './office-queues.ts';
import { KioskOrder } from './orders.ts';
import { ProposalDecision } from './proposals.ts';
import { NamedCodes } from './technician-codes.ts';

/**
 * One version of an office's profile. `document`: the profile as JSON text, byte for byte as signed. `signature` (base64url, Ed25519 by the
 * centre's key `keyId`) covers `profileSigningInput`, so that a profile can also arrive on a USB stick.
 */
export const SignedProfile = z.object({
  officeId: OfficeId,
  /** Counts from 1 in its office. A rollback is a new version with an old document. */
  version: z.int().positive(),
  effectiveFrom: IsoDate,
  document: z.string().max(200_000),
  keyId: KeyId,
  signature: z.string().regex(/^[A-Za-z0-9_-]{86}$/, 'expected an Ed25519 signature in base64url'),
});
export type SignedProfile = z.infer<typeof SignedProfile>;

/**
 * The text that a profile's signature covers: purpose, city, office, version and first day, then the document. A signature is therefore
 * valid for no other city, office, version or first day.
 */
export const profileSigningInput = (
  cityId: string,
  {
    officeId,
    version,
    effectiveFrom,
    document,
  }: Pick<SignedProfile, 'officeId' | 'version' | 'effectiveFrom' | 'document'>,
): string => ['torn-profile-v1', cityId, officeId, version, effectiveFrom, document].join('\n');

/** A paused service. The pause ends by itself at `until`, even without a network. */
export const ServicePause = z.object({ serviceId: ServiceId, until: Instant });
export type ServicePause = z.infer<typeof ServicePause>;

export const TicketNumber = z.object({
  series: z.string().min(1).max(4),
  serviceDay: IsoDate,
  number: z.int().min(1).max(9_999_999),
});
export type TicketNumber = z.infer<typeof TicketNumber>;

/** The whole data of an office for a kiosk. The answer's ETag changes whenever a part of the snapshot changes. */
export const Snapshot = z.object({
  officeId: OfficeId,
  /** The version valid today and later ones, oldest first; empty if the centre has no version for the office. */
  profiles: z.array(SignedProfile),
  pauses: z.array(ServicePause),
  /** Ids of the voided tickets of recent days. */
  voided: z.array(z.uuid()),
  acknowledged: z.array(Acknowledgement).max(1_000).optional(),
  /** Orders to this kiosk that have neither ended nor expired. */
  orders: z.array(KioskOrder).max(100).optional(),
  proposals: z.array(ProposalDecision).max(100).optional(),
  /**
   * The highest number of this kiosk's slot on a ticket that the centre knows, whichever kiosk printed it: one entry for each series,
   * recent day and band (a range of the slot's numbers, `domain/numbering.ts`). A kiosk that knows only a lower number has lost tickets
   * with its disk, and continues after this number.
   */
  reached: z.array(TicketNumber).max(2_000).optional(),
  /** Numbers of the office that are on two recent tickets. */
  clashes: z.array(TicketNumber).max(2_000).optional(),
  /** Revoked or replaced kiosks of the office, the latest first. The office's remaining kiosks must not trust them. */
  revocations: z.array(KioskRevocation).max(200).optional(),
  /** Every valid code of a named technician or member of staff for this office; absent from an older centre, which has no such codes. */
  technicianCodes: NamedCodes.optional(),
  /** The place of this snapshot in the sequence of changes; the kiosk asks for the changes after this place. */
  cursor: z.string().max(100),
  storeEpoch: StoreEpoch,
  /**
   * The release of the centre's program. A kiosk that sees a new release sends its dead letters (events that were set aside) again, because
   * the new release may accept them.
   */
  release: PlainText.max(40).optional(),
  /** The version of the program that this kiosk may install; absent or `null`: the newest in its repository. */
  allowedVersion: ProgramVersion.nullable().optional(),
  /** The centre's valid signing keys: the current one, and during a rotation the next. */
  centreKeys: z.array(PublicKey).min(1).max(4),
  /** Absent while the centre has no readable profile of the office. */
  appointments: AppointmentFeed.optional(),
});
export type Snapshot = z.infer<typeof Snapshot>;

export const Change = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('profile-published'), profile: SignedProfile }),
  z.object({ kind: z.literal('service-paused'), pause: ServicePause }),
  z.object({ kind: z.literal('service-resumed'), serviceId: ServiceId }),
  z.object({ kind: z.literal('ticket-voided'), ticketId: z.uuid() }),
  /** A clerk is coming to the citizen. The kiosk shows this to a citizen who is still at its screen. */
  z.object({ kind: z.literal('staff-acknowledged'), ...askedOfStaff }),
  /** An order to one kiosk. Only that kiosk gets it, and carries it out once. */
  z.object({ kind: z.literal('kiosk-ordered'), order: KioskOrder }),
  /** The decision on a proposal of one kiosk. Only that kiosk gets it. */
  z.object({ kind: z.literal('proposal-decided'), proposal: ProposalDecision }),
  z.object({ kind: z.literal('kiosk-revoked'), revocation: KioskRevocation }),
  /** All valid codes of named technicians and staff; the kiosk deletes every code that is not in the list. */
  z.object({ kind: z.literal('technician-codes-changed'), codes: NamedCodes }),
  /** The version of the program that this kiosk may install from now on; `null`: the newest in its repository. */
  z.object({ kind: z.literal('version-allowed'), version: ProgramVersion.nullable() }),
  /** A new, changed, cancelled, checked-in or moved appointment, which replaces the cached one. */
  z.object({ kind: z.literal('appointment-changed'), appointment: FeedAppointment }),
  /** All valid keys; the kiosk deletes every key that is not in the list. This change comes before the first appointment with a new key. */
  z.object({ kind: z.literal('office-keys-changed'), keys: z.array(OfficeKey).max(50) }),
  z.object({ kind: z.literal('code-formats-changed'), formats: z.array(CodeFormat).max(200) }),
]);
export type Change = z.infer<typeof Change>;

export const Changes = z.object({
  /** The changes in sequence. Each is parsed separately (`Change`). */
  changes: z.array(z.unknown()).max(500),
  /**
   * The place in the sequence of changes after which the next request begins. The kiosk saves it in the transaction that saves the changes.
   */
  cursor: z.string().max(100),
  more: z.boolean(),
  storeEpoch: StoreEpoch,
  /**
   * The newest states of queues that another system manages for the office, one per service; absent if no such system has sent a state
   * lately.
   */
  queues: OfficeQueues.optional(),
});
export type Changes = z.infer<typeof Changes>;
