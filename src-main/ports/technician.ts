import type { Result } from '../domain/result.ts';
import type { StoreFailure } from './store-failure.ts';

/** How the technician's PIN, or the staff's code, is kept; `failures` are the wrong ones in a row since the last right one. */
export interface KeptPin {
  hash: string;
  failures: number;
}

/** Every change is on disk when it answers. */
export interface TechnicianStore {
  /** `null` while nobody has chosen a PIN. */
  pin(): Result<KeptPin | null, StoreFailure>;
  /** The first PIN of this kiosk; refused when there is one. */
  keepPin(hash: string): Result<null, StoreFailure>;
  /** Counts a try before anybody knows whether it is right; answers with the failures so far, this one included. */
  countTry(): Result<number, StoreFailure>;
  /** The last try was right. */
  forgetTries(): Result<null, StoreFailure>;
  /** The next technician chooses a PIN. */
  forgetPin(): Result<null, StoreFailure>;
  staff: StaffCodeStore;
}

/** The short code of the office's staff: it opens less than the PIN, and is guessed sooner. */
export interface StaffCodeStore {
  /** `null` while nobody has chosen one. */
  code(): Result<KeptPin | null, StoreFailure>;
  /** In place of an earlier one. */
  keepCode(hash: string): Result<null, StoreFailure>;
  countTry(): Result<number, StoreFailure>;
  forgetTries(): Result<null, StoreFailure>;
  /** Nobody comes in by it any more. */
  forgetCode(): Result<null, StoreFailure>;
}

/** Slow on purpose; neither rejects for anything a person typed. */
export interface PinHashing {
  hash(pin: string): Promise<string>;
  matches(pin: string, hash: string): Promise<boolean>;
}
