import type { Change, ServicePause, SignedProfile, Snapshot } from '../contract/centre/configuration.ts';
import type { Environment } from '../contract/shared/environment.ts';
import type { CityId, KioskId, OfficeId, PublicKey, StoreEpoch } from '../contract/shared/ids.ts';
import type { Result } from '../domain/result.ts';
import type { ServiceDay } from '../domain/time-label.ts';
import type { StoreFailure } from './store-failure.ts';

/** Who this kiosk is to its centre. */
export interface Enrolment {
  kioskId: KioskId;
  cityId: CityId;
  officeId: OfficeId;
  environment: Environment;
  storeEpoch: StoreEpoch;
  /** Whose signatures are believed. */
  centreKeys: PublicKey[];
  /** Since when the kiosk has its key, milliseconds since 1970. */
  keySinceMs: number;
}

/** A slot that the centre gave and that this kiosk has yet to write into both copies. */
export interface SlotToTake {
  slot: number;
  incarnation: string;
}

/** What the centre decided of a change that was made of the office here; `no` is the version's own. */
export interface DecidedProposal {
  no: number;
  decision: 'accepted' | 'refused';
  /** In words of whoever refused it. */
  reason: string | null;
  /** The centre's version that was made of it. */
  version: number | null;
}

/** The kiosk whose place this one has taken, as the centre knew it then. */
export interface ReplacedKiosk {
  kioskId: KioskId;
  slot: number;
  name: string;
  incarnation: string;
  /** When the centre last heard it, milliseconds since 1970; `null`: never. */
  lastHeardMs: number | null;
  /** Up to which seq of an epoch the centre had every event. */
  acknowledged: readonly { epoch: number; seq: number }[];
  /** How many of its events were sent from here; `null` while nobody has read what it holds. */
  sent: number | null;
}

type Saved = Result<null, StoreFailure>;

/**
 * What a kiosk remembers of its centre. Every write is durable when it answers; a cursor goes with what it stands for. No reading throws:
 * where the disk fails, it answers with what was read last.
 */
export interface CentreMemory {
  enrolment(): Enrolment | null;
  /** Forgets what an earlier centre said. Events that it had not taken still wait. A `slot` is taken at the next start. */
  enrol(enrolment: Enrolment, slot: SlotToTake | null, replaced?: ReplacedKiosk | null): Saved;
  /** `null`: this kiosk has taken nobody's place. */
  replaced(): ReplacedKiosk | null;
  /** All that it held is at the centre. */
  replacedSent(events: number): Saved;
  keyChanged(atMs: number): Saved;
  isRevoked(): boolean;
  /** The enrolment and all that came from the centre are gone; events stay. */
  revoke(isReplaced?: boolean): Saved;
  /** Beside `isRevoked`: another kiosk has taken its place. */
  wasReplaced(): boolean;

  /** SHA-256 of the public key last seen on a connection that was verified in every way. */
  tlsPin(): string | null;
  keepTlsPin(pin: string): Saved;
  lastContactMs(): number | null;
  keepLastContact(atMs: number): Saved;
  /** Counts up for ever; kept before it is used. */
  nextReadCount(): Result<number, StoreFailure>;
  raiseReadCount(above: number): Saved;

  /** The service day of now, by the clock that is believed. */
  serviceDay(): ServiceDay;
  cursor(): string | null;
  etag(): string | null;
  /** `profiles` are those of the snapshot whose signatures hold. */
  keepSnapshot(snapshot: Snapshot, profiles: readonly SignedProfile[], etag: string | null): Saved;
  keepChanges(changes: readonly Change[], cursor: string): Saved;
  /** Whether any service day's appointments are held. */
  holdsAppointments(): boolean;
  /**
   * Whether an appointment is free here because its number was given up, while the centre said, before it was certain that it knew of that,
   * that somebody has come: only a snapshot says whether that is another kiosk's word.
   */
  doubtsCheckIns(): boolean;
  /** The centre has told all that is new. */
  upToDate(): void;
  /** The next question is for a whole snapshot. */
  forgetCursor(): Saved;
  keepStoreEpoch(storeEpoch: StoreEpoch): Saved;
  /** The centre's program when dead letters were last sent again; `null` while it has named none. */
  release(): string | null;
  keepRelease(release: string): Saved;

  /** The version of the program that this kiosk may have; `null` where the centre does not say. */
  allowedVersion(): string | null;

  decidedProposals(): readonly DecidedProposal[];
  pauses(): readonly ServicePause[];
  /** Versions that hold on a service day, the one to use first, then those it replaced. */
  profilesFor(serviceDay: ServiceDay): readonly SignedProfile[];
  /** The version to use on a service day; `null` while the centre has given none. */
  versionFor(serviceDay: ServiceDay): number | null;
  appliedVersion(): number | null;
  /** This version cannot be used here: told to the centre, once. */
  refuseProfile(version: number, reason: string): Saved;
  /** This version is in use from now on: told to the centre, once. */
  profileApplied(version: number): Saved;
}
