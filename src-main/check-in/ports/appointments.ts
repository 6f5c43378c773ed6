import type { CodeFormat, FeedAppointment, OfficeKey, OfficePlace } from '../../contract/centre/appointments.ts';
import type { PublicKey, TicketId } from '../../contract/shared/ids.ts';
import type { KeyPlace } from '../../contract/shared/key-place.ts';
import type { TokenReading } from '../../domain/appointment-token.ts';
import type { IdentityDocument } from '../../domain/identity-document.ts';
import type { Result } from '../../domain/result.ts';
import type { StoreFailure } from '../../ports/store-failure.ts';
import type { AppointmentState, CachedAppointment } from '../rules/check-in.ts';
import type { UnreadableSignedCode } from '../rules/midni-qr.ts';

/** An appointment at this office, known from the centre or from a ticket issued here. */
export type HeldAppointment = Pick<
  CachedAppointment,
  'appointmentId' | 'startMs' | 'deskId' | 'documentHash' | 'locatorHash' | 'codeHash'
> &
  AppointmentState & { readonly serviceId: string };

export interface HeldAppointments {
  /**
   * Each appointment once, and one more entry for each hash of a code that was typed for an unknown appointment. An appointment with a
   * valid ticket of this kiosk is `checked-in`, whatever the centre reports meanwhile.
   */
  readonly appointments: readonly HeldAppointment[];
  /** Service days of which all appointments are cached. */
  readonly days: readonly string[];
  /** Time since the centre last sent everything new, milliseconds of the monotonic clock; `null` if unknown. */
  readonly ageMs: number | null;
  readonly keys: readonly OfficeKey[];
  /** The keys with which document numbers in the cache are hashed. */
  readonly documentKeys: readonly OfficeKey[];
  readonly tokenKeys: readonly PublicKey[];
  readonly formats: readonly CodeFormat[];
  readonly offices: readonly OfficePlace[];
}

export interface KeepingRules {
  /** Number of service days cached, including today. */
  readonly days: number;
  /** Whether the office's keys and appointments may be stored on disk if the encryption keys are stored at `place`. */
  mayLieOnDisk(place: KeyPlace): boolean;
  /**
   * Whether this appointment may be stored on disk, if `mayLieOnDisk` allows appointments there at all; a sensitive appointment needs keys
   * in a TPM.
   */
  mayLieBeside(appointment: Pick<FeedAppointment, 'serviceId'>, place: KeyPlace): boolean;
  /** Whether the hash of the appointment's document number is stored, on disk or in memory. */
  isKnownByNumber(appointment: Pick<FeedAppointment, 'movedTo'>): boolean;
}

/**
 * The kiosk's cache of its office's appointments. On disk it is encrypted with one key per service day; appointments that must not be on
 * disk stay in memory. Never throws: if the disk fails, `held` and `overTo` return the last values read.
 */
export interface AppointmentMemory {
  held(): HeldAppointments;
  /** Returns the ticket issued here for an appointment; `null` if there is none. */
  ticketOf(appointmentId: string): Result<TicketId | null, StoreFailure>;
  /** Deletes the rows of the day and of earlier days, and their keys, so that no copy of them can be read. */
  endDay(serviceDay: string): Result<null, StoreFailure>;
  /** The last service day whose appointments this kiosk has deleted; `''` if it has deleted none. */
  overTo(): string;
}

/** `mark`: a hash that serves only to recognise the code again; `goodUntilMs`: milliseconds since 1970. */
export type SignedCodeReading = Result<
  { document: IdentityDocument; mark: string; goodUntilMs: number },
  UnreadableSignedCode
>;

/** Checks by cryptography the codes and numbers that a citizen shows or types. Never throws, and stores nothing that it reads. */
export interface Identification {
  /** Hashes `text`, which the caller has normalised, with each key of the office. */
  hashes(what: 'locator' | 'code', text: string): readonly string[];
  /**
   * Hashes a document number with the keys of the cache. Each hash is slow on purpose and is computed off the main thread. Never rejects: a
   * number that cannot be hashed matches no appointment.
   */
  documentHashes(number: string): readonly string[] | Promise<readonly string[]>;
  readToken(text: string): TokenReading;
  readSignedCode(bytes: Uint8Array, nowMs: number): SignedCodeReading;
}

/** Named encryption keys, stored like the device key. Never throws or rejects. */
export interface EncryptionKeys {
  /** Creates missing keys; after a success all are on disk and in memory. */
  prepare(names: readonly string[]): Promise<Result<null, StoreFailure>>;
  /** The place where a key prepared in this run is stored; `null` for any other key. */
  place(name: string): KeyPlace | null;
  /** Returns the 32 bytes of a key; `null` if it was not prepared in this run, cannot be read, or was destroyed. */
  key(name: string): Uint8Array | null;
  names(): Result<readonly string[], StoreFailure>;
  /** Removes a key from memory, overwrites and deletes it; after a failure it may still be on disk. */
  destroy(name: string): Result<null, StoreFailure>;
}
