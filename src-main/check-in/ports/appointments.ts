import type { CodeFormat, FeedAppointment, OfficeKey, OfficePlace } from '../../contract/centre/appointments.ts';
import type { PublicKey, TicketId } from '../../contract/shared/ids.ts';
import type { KeyPlace } from '../../contract/shared/key-place.ts';
import type { TokenReading } from '../../domain/appointment-token.ts';
import type { IdentityDocument } from '../../domain/identity-document.ts';
import type { Result } from '../../domain/result.ts';
import type { StoreFailure } from '../../ports/store-failure.ts';
import type { AppointmentState, CachedAppointment } from '../rules/check-in.ts';
import type { UnreadableSignedCode } from '../rules/midni-qr.ts';

/** An appointment of this office, from the centre or from a ticket issued here. */
export type HeldAppointment = Pick<
  CachedAppointment,
  'appointmentId' | 'startMs' | 'deskId' | 'documentHash' | 'locatorHash' | 'codeHash'
> &
  AppointmentState & { readonly serviceId: string };

/** A snapshot of the cached appointments. */
export interface HeldAppointments {
  /** Each appointment once; an appointment with a ticket of this kiosk is `checked-in`, whatever the centre says meanwhile. */
  readonly appointments: readonly HeldAppointment[];
  /** The service days whose appointments are completely cached. */
  readonly days: readonly string[];
  /** Time since the centre's last complete update, milliseconds of the monotonic clock; `null` when unknown. */
  readonly ageMs: number | null;
  readonly keys: readonly OfficeKey[];
  /** The keys with which document numbers in the cache are hashed. */
  readonly documentKeys: readonly OfficeKey[];
  readonly tokenKeys: readonly PublicKey[];
  readonly formats: readonly CodeFormat[];
  readonly offices: readonly OfficePlace[];
}

/** The rules of an office's profile for storing appointments. */
export interface KeepingRules {
  /** Number of service days cached, including today. */
  readonly days: number;
  /** Whether the office's keys and appointments may be stored on disk, given where the encryption keys are stored. */
  mayLieOnDisk(place: KeyPlace): boolean;
  /** Whether this appointment may be stored on disk if others may. */
  mayLieBeside(appointment: Pick<FeedAppointment, 'serviceId'>, place: KeyPlace): boolean;
  /** Whether the hash of the appointment's document number is stored, on disk or in memory. */
  isKnownByNumber(appointment: Pick<FeedAppointment, 'movedTo'>): boolean;
}

/**
 * The kiosk's cache of its office's appointments. On disk it is encrypted with one key per service day; what must not be on disk stays in
 * memory. Never throws: when the disk fails, `held` and `overTo` return the last values read.
 */
export interface AppointmentMemory {
  held(): HeldAppointments;
  /** The ticket issued here for an appointment; `null` without one. */
  ticketOf(appointmentId: string): Result<TicketId | null, StoreFailure>;
  /** Deletes the rows of the day and of earlier days, and their keys, so that no copy of them can be read. */
  endDay(serviceDay: string): Result<null, StoreFailure>;
  /** The last service day whose appointments this kiosk has deleted; `''` for none. */
  overTo(): string;
}

export type SignedCodeReading =
  /** `mark`: a hash that serves only to recognise the code again; `goodUntilMs`: milliseconds since 1970. */
  | { readonly ok: true; readonly value: { document: IdentityDocument; mark: string; goodUntilMs: number } }
  | { readonly ok: false; readonly error: UnreadableSignedCode };

/** Cryptographic checks of what a citizen shows or types. Never throws; stores nothing it reads. */
export interface Identification {
  /** The keyed hashes of `text` with each key of the office. `text` is normalised. */
  hashes(what: 'locator' | 'code', text: string): readonly string[];
  /**
   * The hashes of a document number with the keys of the cache. Each is deliberately slow and runs off the main thread. Never rejects: a
   * number that cannot be hashed matches nothing.
   */
  documentHashes(number: string): readonly string[] | Promise<readonly string[]>;
  readToken(text: string): TokenReading;
  readSignedCode(bytes: Uint8Array, nowMs: number): SignedCodeReading;
}

/** Named encryption keys, stored like the device key. Never throws or rejects. */
export interface EncryptionKeys {
  /** Creates missing keys; on success all are on disk and loaded. */
  prepare(names: readonly string[]): Promise<Result<null, StoreFailure>>;
  /** The place of a key prepared in this run; `null` for any other key. */
  place(name: string): KeyPlace | null;
  /** The key, 32 bytes; `null` if it was not prepared in this run, cannot be read, or was destroyed. */
  key(name: string): Uint8Array | null;
  /** Names of all keys on disk, prepared in this run or not. */
  names(): Result<readonly string[], StoreFailure>;
  /** Unloads, overwrites and deletes a key; on failure it may still be on disk. */
  destroy(name: string): Result<null, StoreFailure>;
}
