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

/**
 * One version of an office's profile. `document` is the profile as JSON text, byte for byte as it was signed; `signature` (base64url,
 * Ed25519 by the key `keyId` of the centre) is over `profileSigningInput`, so that it can also come on a stick.
 */
export const SignedProfile = z.object({
  officeId: OfficeId,
  /** Counts from 1 in its office; a rollback is a new version with an old document. */
  version: z.int().positive(),
  /** The service day from which it holds. */
  effectiveFrom: IsoDate,
  document: z.string().max(200_000),
  keyId: KeyId,
  signature: z.string().regex(/^[A-Za-z0-9_-]{86}$/, 'expected an Ed25519 signature in base64url'),
});
export type SignedProfile = z.infer<typeof SignedProfile>;

/** What a profile's signature is over: the words that bind it to its place, then the document. */
export const profileSigningInput = (
  cityId: string,
  {
    officeId,
    version,
    effectiveFrom,
    document,
  }: Pick<SignedProfile, 'officeId' | 'version' | 'effectiveFrom' | 'document'>,
): string => ['torn-profile-v1', cityId, officeId, version, effectiveFrom, document].join('\n');

/** A service that takes no turns for now. It ends by itself at `until`, also where the network is down. */
export const ServicePause = z.object({ serviceId: ServiceId, until: Instant });
export type ServicePause = z.infer<typeof ServicePause>;

/** A number on a ticket, by the service day under which it was given. */
export const TicketNumber = z.object({
  series: z.string().min(1).max(4),
  serviceDay: IsoDate,
  number: z.int().min(1).max(9_999_999),
});
export type TicketNumber = z.infer<typeof TicketNumber>;

/** What a kiosk needs to know as a whole; its ETag changes with it. */
export const Snapshot = z.object({
  officeId: OfficeId,
  /** The version that holds today and those to come, oldest first; empty while the centre has none for the office. */
  profiles: z.array(SignedProfile),
  pauses: z.array(ServicePause),
  /** Tickets of the last days that the centre has voided. */
  voided: z.array(z.uuid()),
  /** What the staff have said in the last day that somebody is coming to. */
  acknowledged: z.array(Acknowledgement).max(1_000).optional(),
  /** Orders to this kiosk that it has not answered and whose time is not over. */
  orders: z.array(KioskOrder).max(100).optional(),
  /** What became of this kiosk's proposals, the newest. */
  proposals: z.array(ProposalDecision).max(100).optional(),
  /**
   * The last numbers of this kiosk's slot that the centre has tickets of, of each series, its bands and the last days, whichever kiosk put them on a ticket. A
   * kiosk that knows less has lost them with its disk, and goes on behind them.
   */
  reached: z.array(TicketNumber).max(2_000).optional(),
  /** Numbers of the office that two tickets of the last days carry: two people hold them. */
  clashes: z.array(TicketNumber).max(2_000).optional(),
  /** Kiosks of the office that were revoked or replaced, the last first: none of its kiosks believes them. */
  revocations: z.array(KioskRevocation).max(200).optional(),
  /** Changes after this snapshot begin here. */
  cursor: z.string().max(100),
  storeEpoch: StoreEpoch,
  /** The centre's program. A kiosk that hears of another one sends its dead letters again: it may take them. */
  release: PlainText.max(40).optional(),
  /** The version of the program that this kiosk may have; absent or `null`: the newest of its repository. */
  allowedVersion: ProgramVersion.nullable().optional(),
  /** The centre's signing keys that hold now: the one it signs with, and in a rotation the next. */
  centreKeys: z.array(PublicKey).min(1).max(4),
  /** Absent while no channel books at this office. */
  appointments: AppointmentFeed.optional(),
});
export type Snapshot = z.infer<typeof Snapshot>;

/** One change; a kind that a kiosk does not know is skipped. */
export const Change = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('profile-published'), profile: SignedProfile }),
  z.object({ kind: z.literal('service-paused'), pause: ServicePause }),
  z.object({ kind: z.literal('service-resumed'), serviceId: ServiceId }),
  z.object({ kind: z.literal('ticket-voided'), ticketId: z.uuid() }),
  /** Somebody is coming to whoever asked; for the screen before which they still stand. */
  z.object({ kind: z.literal('staff-acknowledged'), ...askedOfStaff }),
  /** Somebody at the centre wants one kiosk to do something; told to that one alone, and carried out once. */
  z.object({ kind: z.literal('kiosk-ordered'), order: KioskOrder }),
  /** A change that was made at the screen of one kiosk was accepted or refused; told to that one alone. */
  z.object({ kind: z.literal('proposal-decided'), proposal: ProposalDecision }),
  /** Another kiosk of the office is none any more. */
  z.object({ kind: z.literal('kiosk-revoked'), revocation: KioskRevocation }),
  /** The version of the program that this kiosk may have from now on; `null`: the newest of its repository. */
  z.object({ kind: z.literal('version-allowed'), version: ProgramVersion.nullable() }),
  /** It is new, or has changed, been cancelled, checked in, or moved here or away. It replaces what is held of it. */
  z.object({ kind: z.literal('appointment-changed'), appointment: FeedAppointment }),
  /** All keys that hold now; those not among them are forgotten. Comes before the first appointment of a new key. */
  z.object({ kind: z.literal('office-keys-changed'), keys: z.array(OfficeKey).max(50) }),
  /** All formats that hold now. */
  z.object({ kind: z.literal('code-formats-changed'), formats: z.array(CodeFormat).max(200) }),
]);
export type Change = z.infer<typeof Change>;

export const Changes = z.object({
  /** In the order they were made; each is read by itself (`Change`). */
  changes: z.array(z.unknown()).max(500),
  /** Where the next question begins; kept with the changes, in one transaction. */
  cursor: z.string().max(100),
  /** There are more at once. */
  more: z.boolean(),
  storeEpoch: StoreEpoch,
  /** How queues stand that another system keeps for the office, the newest of each service; absent where none is said to. */
  queues: OfficeQueues.optional(),
});
export type Changes = z.infer<typeof Changes>;
