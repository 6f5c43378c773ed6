import type { CodeRole } from '../../contract/centre/technician-codes.ts';
import type { Result } from '../../domain/result.ts';
import type { StoreFailure } from '../../ports/store-failure.ts';

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
  /** Deletes the code, so that no shared code opens the staff's view any more; personal codes still do. */
  forgetCode(): Result<null, StoreFailure>;
}

/** Hashes and compares PINs, deliberately slowly; never rejects because of the input. */
export interface PinHashing {
  hash(pin: string): Promise<string>;
  matches(pin: string, hash: string): Promise<boolean>;
}

/**
 * A named person's code from the centre's list, as the kiosk stores it. `sealed`: the code's hash under the machine's key; `null`: the
 * stored hash stays.
 */
export interface SealedCode {
  codeId: string;
  role: string;
  starts: string;
  untilMs: number;
  sealed: string | null;
}

/** A named person's code; only the centre knows the name. `hash`: the hash under the machine's key. */
export interface KeptCode {
  codeId: string;
  hash: string;
  failures: number;
  role: CodeRole;
  /** The code's first digits, which no other code of the office has. */
  starts: string;
  untilMs: number;
}

/** The codes of named persons and the count of wrong tries. Every change is on disk when it returns. */
export interface NamedCodeStore {
  /** Returns all codes; an expired code is included until the centre has sent a list without that code. */
  all(): Result<readonly KeptCode[], StoreFailure>;
  countTry(codeId: string): Result<number, StoreFailure>;
  forgetTries(codeId: string): Result<null, StoreFailure>;
  /**
   * `failures`: wrong tries of any code since the last right one. `isPinClosed`: a technician's code has arrived since the PIN was last
   * deleted.
   */
  kiosk(): Result<{ failures: number; isPinClosed: boolean }, StoreFailure>;
  countKioskTry(): Result<number, StoreFailure>;
  forgetKioskTries(): Result<null, StoreFailure>;
}

export interface NamedCodeRules {
  /** Whether the secret digits match a sealed hash. Deliberately slow; never rejects because of the input. */
  matches(secret: string, sealed: string): Promise<boolean>;
  /** The later of the clock and the time that has certainly passed, so that a clock that was set back makes no code last longer. */
  nowMs(): number;
}
