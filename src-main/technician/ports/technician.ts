import type { Result } from '../../domain/result.ts';
import type { StoreFailure } from '../../ports/store-failure.ts';
import type { NamedCodeStore } from './named-codes.ts';

/** The stored hash of the technician's PIN or of the staff code; `failures`: wrong tries since the last right one. */
export interface KeptPin {
  hash: string;
  failures: number;
}

/** The stored PIN and codes. Every change is on disk when it returns. */
export interface TechnicianStore {
  pin(): Result<KeptPin | null, StoreFailure>;
  /** Stores the kiosk's first PIN; refused if a PIN is stored already. */
  keepPin(hash: string): Result<null, StoreFailure>;
  /** Counts a try before it is checked; returns the failures so far, including this one. */
  countTry(): Result<number, StoreFailure>;
  forgetTries(): Result<null, StoreFailure>;
  /**
   * Deletes the PIN, so that the next technician chooses another. The new PIN is accepted even if the office has no shared PIN, until a
   * technician's code arrives from the centre.
   */
  forgetPin(): Result<null, StoreFailure>;
  staff: StaffCodeStore;
  named: NamedCodeStore;
}

/** The short code of the office's staff; it gives access to less than the PIN and is easier to guess. */
export interface StaffCodeStore {
  code(): Result<KeptPin | null, StoreFailure>;
  keepCode(hash: string): Result<null, StoreFailure>;
  countTry(): Result<number, StoreFailure>;
  forgetTries(): Result<null, StoreFailure>;
  /** Deletes the code, so that no code gives access any more. */
  forgetCode(): Result<null, StoreFailure>;
}

/** Hashes and compares PINs, deliberately slowly; never rejects because of the input. */
export interface PinHashing {
  hash(pin: string): Promise<string>;
  matches(pin: string, hash: string): Promise<boolean>;
}
