import type {
  Change,
  ServicePause,
  SignedProfile,
  Snapshot,
  TicketNumber,
} from '../../contract/centre/configuration.ts';
import type { Environment } from '../../contract/shared/environment.ts';
import type { CityId, KioskId, OfficeId, PublicKey, StoreEpoch } from '../../contract/shared/ids.ts';
import type { Result } from '../../domain/result.ts';
import type { StoreFailure } from '../../ports/store-failure.ts';
import type { SealedCode } from '../../technician/ports/technician.ts';
import type { ServiceDay } from '../../tickets/rules/time-label.ts';

export interface Enrolment {
  kioskId: KioskId;
  cityId: CityId;
  officeId: OfficeId;
  environment: Environment;
  storeEpoch: StoreEpoch;
  centreKeys: PublicKey[];
  /** Time since when the kiosk has had its present key, milliseconds since 1970. */
  keySinceMs: number;
}

/** The identity with which a replaced kiosk reports the last event of its journal to the centre. */
export interface EndToState {
  enrolment: Enrolment;
  /** The kiosk stops trying to report its last event after this time, milliseconds since 1970. */
  untilMs: number;
}

/**
 * A slot (the kiosk's place in its office, 1 to 99) that the centre assigned and that this kiosk has yet to write into its journal and its
 * database.
 */
export interface SlotToTake {
  slot: number;
  incarnation: string;
}

/** The centre's decision on a change of the office's profile made at this kiosk; `no` is the number of the proposed version. */
export interface DecidedProposal {
  no: number;
  decision: 'accepted' | 'refused';
  reason: string | null;
  /** The version of the office's profile that the centre made from an accepted proposal; `null`: none. */
  version: number | null;
}

/** The kiosk that this one replaced, as the centre knew it at the replacement. */
export interface ReplacedKiosk {
  kioskId: KioskId;
  slot: number;
  name: string;
  incarnation: string;
  /** The centre's last contact with the replaced kiosk, milliseconds since 1970; `null`: never. */
  lastHeardMs: number | null;
  /**
   * The replaced kiosk's events that the centre has: in each epoch (it grows when a kiosk rebuilds or restores its journal or database),
   * all events up to the sequence number `seq`.
   */
  acknowledged: readonly { epoch: number; seq: number }[];
  /** Number of the replaced kiosk's events that this kiosk has sent; `null` until that kiosk's disk was read. */
  sent: number | null;
}

type Saved = Result<null, StoreFailure>;

/**
 * The kiosk's stored data about its centre. Every write is on disk when it returns. The cursor, which is the kiosk's position in the
 * centre's list of changes, is saved in the same write as the data read up to it. Reads never throw: when the disk fails, they return the
 * last values read.
 */
export interface CentreMemory {
  enrolment(): Enrolment | null;
  /**
   * Saves an enrolment and deletes the profiles, codes, appointments, pauses and voided tickets of an earlier centre; events that the
   * earlier centre had not accepted still wait. A `slot` takes effect at the next start.
   */
  enrol(enrolment: Enrolment, slot: SlotToTake | null, replaced?: ReplacedKiosk | null): Saved;
  replaced(): ReplacedKiosk | null;
  /** Records that the centre has all events of the replaced kiosk; `events`: the number of these events. */
  replacedSent(events: number): Saved;
  keyChanged(atMs: number): Saved;
  isRevoked(): boolean;
  /**
   * Deletes the enrolment and the profiles, codes, appointments, pauses and voided tickets that the centre sent; events, the centre's
   * commands and its decisions stay. `end`: for a replaced kiosk, the identity with which it has yet to report the last event of its
   * journal.
   */
  revoke(isReplaced?: boolean, end?: EndToState | null): Saved;
  /**
   * The identity with which this replaced kiosk has yet to report the last event of its journal; `null`: there is nothing to report, or the
   * centre has the report.
   */
  endToState(): EndToState | null;
  endStated(): Saved;
  /** Whether the centre revoked this kiosk because another kiosk has taken its place. */
  wasReplaced(): boolean;

  /** SHA-256 of the public key last seen on a fully verified connection. */
  tlsPin(): string | null;
  keepTlsPin(pin: string): Saved;
  lastContactMs(): number | null;
  keepLastContact(atMs: number): Saved;
  /**
   * The number that the next read request carries. The centre answers each number only once, so that a recorded request cannot be replayed.
   * The number is saved before it is used, so it repeats only on a disk that was restored from a copy (`raiseReadCount`).
   */
  nextReadCount(): Result<number, StoreFailure>;
  raiseReadCount(above: number): Saved;

  serviceDay(): ServiceDay;
  cursor(): string | null;
  etag(): string | null;
  /**
   * `profiles`: the profiles of the snapshot whose signatures are valid. `codes`: the personal codes (`NamedCode`), sealed; absent or
   * `null`: the stored codes stay.
   */
  keepSnapshot(
    snapshot: Snapshot,
    profiles: readonly SignedProfile[],
    etag: string | null,
    codes?: readonly SealedCode[] | null,
  ): Saved;
  keepChanges(changes: readonly Change[], cursor: string, codes?: readonly SealedCode[] | null): Saved;
  /**
   * Deletes the stored personal codes (`NamedCode`), because the machine's key that sealed them is lost. The next request to the centre is
   * for a full snapshot, which brings the codes again.
   */
  forgetCodes(): Saved;
  holdsAppointments(): boolean;
  /**
   * Whether the centre may wrongly list an appointment as checked in: this kiosk withdrew the appointment's ticket, and the centre may have
   * made its list before it received the withdrawal. Only a snapshot shows whether another kiosk has checked the appointment in.
   */
  doubtsCheckIns(): boolean;
  upToDate(): void;
  /** Deletes the cursor, so that the next request to the centre is for a full snapshot. */
  forgetCursor(): Saved;
  keepStoreEpoch(storeEpoch: StoreEpoch): Saved;
  /**
   * The release of the centre at which dead letters (events that were set aside) were last resent; `null` until the centre has reported a
   * release.
   */
  release(): string | null;
  keepRelease(release: string): Saved;

  /** The program version this kiosk may install; `null` if the centre names none. */
  allowedVersion(): string | null;

  decidedProposals(): readonly DecidedProposal[];
  /** Ticket numbers that two tickets of the office share, by the centre's last report. */
  clashes(): readonly TicketNumber[];
  pauses(): readonly ServicePause[];
  /**
   * Profile versions valid on a service day, in the sequence in which to try them: the current version, then the versions that it replaced.
   */
  profilesFor(serviceDay: ServiceDay): readonly SignedProfile[];
  /** The profile version to use on a service day; `null`: the centre has sent no version that is valid then and was not refused. */
  versionFor(serviceDay: ServiceDay): number | null;
  appliedVersion(): number | null;
  /** Records that this profile version cannot be used here, and reports it to the centre once. */
  refuseProfile(version: number, reason: string): Saved;
  /** Records that this profile version is in use from now on, and reports it to the centre once. */
  profileApplied(version: number): Saved;
}
