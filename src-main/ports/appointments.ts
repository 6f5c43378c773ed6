import type { CodeFormat, OfficeKey, OfficePlace } from '../contract/central-api/appointments.ts';
import type { PublicKey } from '../contract/central-api/ids.ts';
import type { TicketId } from '../contract/kiosk-api.ts';
import type { Result } from '../contract/result.ts';
import type { TokenOutcome } from '../domain/appointment-token.ts';
import type { AppointmentState, CachedAppointment } from '../domain/check-in.ts';
import type { IdentityDocument } from '../domain/identity-document.ts';
import type { UnreadableSeal } from '../domain/midni-qr.ts';
import type { StoreFailure } from './store.ts';

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
  readonly tokenKeys: readonly PublicKey[];
  readonly formats: readonly CodeFormat[];
  readonly offices: readonly OfficePlace[];
}

/** What a kiosk remembers of its office's appointments. At rest it is sealed under a key of the service day. */
export interface AppointmentMemory {
  held(): HeldAppointments;
  /** The ticket that was given here for an appointment; `null` when none was. */
  ticketOf(appointmentId: string): Result<TicketId | null, StoreFailure>;
  /** The day's rows are gone, and its key: nothing reads them any more, wherever a copy of them lies. Days before it as well. */
  endDay(serviceDay: string): Result<null, StoreFailure>;
  /** Which days are over already, up to which one; `''` for none. */
  overTo(): string;
}

export type SealReading =
  /** `mark`: a hash by which the code is known again, and nothing else; `goodUntilMs`: milliseconds since 1970. */
  | { readonly ok: true; readonly value: { document: IdentityDocument; mark: string; goodUntilMs: number } }
  | { readonly ok: false; readonly error: UnreadableSeal };

/**
 * What only cryptography can tell of what somebody shows or types. Nothing throws, and nothing is kept of what is read.
 */
export interface Identification {
  /** Every keyed hash that it may have, under each key of the office. `text` is normal. */
  hashes(what: 'document' | 'locator' | 'code', text: string): readonly string[];
  readToken(text: string): TokenOutcome;
  readSeal(bytes: Uint8Array, nowMs: number): SealReading;
}

/** A key for each thing that is sealed, kept where the device's own key is kept. */
export interface SealingKeys {
  /** Made, on disk and at hand when it settles; a key that is there stays. Rejects with what the disk says. */
  prepare(names: readonly string[]): Promise<void>;
  /** 32 bytes; `null` for one that was not prepared in this run, cannot be read, or is gone. */
  key(name: string): Uint8Array | null;
  /** Of all that lie on disk, prepared in this run or not. Throws what the disk says. */
  names(): readonly string[];
  /** Not at hand any more, overwritten and removed. Throws what the disk says; it may then still lie there. */
  destroy(name: string): void;
}
