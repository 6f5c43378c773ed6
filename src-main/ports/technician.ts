import type { Result } from '../domain/result.ts';
import type { StoreFailure } from './store.ts';

/** How the technician's PIN is kept; `failures` are the wrong ones in a row since the last right one. */
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
}

/** Slow on purpose; neither rejects for anything a person typed. */
export interface PinHashing {
  hash(pin: string): Promise<string>;
  matches(pin: string, hash: string): Promise<boolean>;
}
