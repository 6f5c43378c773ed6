import type { CodeFormat, FeedAppointment, OfficeKey, OfficePlace } from '../contract/centre/appointments.ts';
import type { PublicKey, TicketId } from '../contract/shared/ids.ts';
import type { KeyPlace } from '../contract/shared/key-place.ts';
import type { TokenReading } from '../domain/appointment-token.ts';
import type { AppointmentState, CachedAppointment } from '../domain/check-in.ts';
import type { IdentityDocument } from '../domain/identity-document.ts';
import type { UnreadableSignedCode } from '../domain/midni-qr.ts';
import type { Result } from '../domain/result.ts';
import type { StoreFailure } from './store-failure.ts';

/** An appointment of this office as the centre told it, or as a ticket given here shows it. */
export type HeldAppointment = Pick<
  CachedAppointment,
  'appointmentId' | 'startMs' | 'deskId' | 'documentHash' | 'locatorHash' | 'codeHash'
> &
  AppointmentState & { readonly serviceId: string };

/** All that is held of appointments at this moment. */
export interface HeldAppointments {
  /** Each once; one that has its ticket here is `checked-in`, whatever the centre says meanwhile. */
  readonly appointments: readonly HeldAppointment[];
  /** Service days that are held whole. */
  readonly days: readonly string[];
  /** Since the centre last told all that was new, monotonic; `null` when nobody knows. */
  readonly ageMs: number | null;
  readonly keys: readonly OfficeKey[];
  /** Of these, those by which a document's number is known in what is held. */
  readonly documentKeys: readonly OfficeKey[];
  readonly tokenKeys: readonly PublicKey[];
  readonly formats: readonly CodeFormat[];
  readonly offices: readonly OfficePlace[];
}

/** What an office's profile lets a kiosk keep of appointments, and where. */
export interface KeepingRules {
  /** How many service days are held, today's among them. */
  readonly days: number;
  /** Whether the office's keys and its appointments may lie on the disk at all, where the keys that encrypt them lie in this place. */
  mayLieOnDisk(place: KeyPlace): boolean;
  /** Whether this one may, where the others may. */
  mayLieBeside(appointment: Pick<FeedAppointment, 'serviceId'>, place: KeyPlace): boolean;
  /** Whether the hash of its number is kept, on the disk or in memory. */
  isKnownByNumber(appointment: Pick<FeedAppointment, 'movedTo'>): boolean;
}

/**
 * What a kiosk remembers of its office's appointments. At rest it is encrypted under a key of the service day; what may not lie on the disk is
 * held in memory alone. Nothing throws: where the disk fails, `held` and `overTo` answer with what was read last.
 */
export interface AppointmentMemory {
  held(): HeldAppointments;
  /** The ticket that was given here for an appointment; `null` when none was. */
  ticketOf(appointmentId: string): Result<TicketId | null, StoreFailure>;
  /** The day's rows are gone, and its key: nothing reads them any more, wherever a copy of them lies. Days before it as well. */
  endDay(serviceDay: string): Result<null, StoreFailure>;
  /** Which days are over already, up to which one; `''` for none. */
  overTo(): string;
}

export type SignedCodeReading =
  /** `mark`: a hash by which the code is known again, and nothing else; `goodUntilMs`: milliseconds since 1970. */
  | { readonly ok: true; readonly value: { document: IdentityDocument; mark: string; goodUntilMs: number } }
  | { readonly ok: false; readonly error: UnreadableSignedCode };

/**
 * What only cryptography can tell of what somebody shows or types. Nothing throws, and nothing is kept of what is read.
 */
export interface Identification {
  /** Every keyed hash that it may have, under each key of the office. `text` is normal. */
  hashes(what: 'locator' | 'code', text: string): readonly string[];
  /**
   * The same of a document's number, under the keys of what is held: each hash costs time on purpose, while the rest of the program goes
   * on. Never rejects: what cannot be hashed is nobody's.
   */
  documentHashes(number: string): readonly string[] | Promise<readonly string[]>;
  readToken(text: string): TokenReading;
  readSignedCode(bytes: Uint8Array, nowMs: number): SignedCodeReading;
}

/** A key for each thing that is encrypted, kept where the device's own key is kept. Nothing throws or rejects. */
export interface EncryptionKeys {
  /** Made, on disk and at hand when it has succeeded; a key that is there stays. */
  prepare(names: readonly string[]): Promise<Result<null, StoreFailure>>;
  /** Where one lies that was prepared in this run; `null` for any other. */
  place(name: string): KeyPlace | null;
  /** 32 bytes; `null` for one that was not prepared in this run, cannot be read, or is gone. */
  key(name: string): Uint8Array | null;
  /** Of all that lie on disk, prepared in this run or not. */
  names(): Result<readonly string[], StoreFailure>;
  /** Not at hand any more, overwritten and removed; where it fails it may still lie on the disk. */
  destroy(name: string): Result<null, StoreFailure>;
}
