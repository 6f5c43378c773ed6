import type { Result } from '../domain/result.ts';
import type { StoreFailure } from './store-failure.ts';

/** Kiosks of the office whose keys a person has compared, by the SHA-256 of each (base64url). */
export interface OfficeKiosks {
  all(): readonly string[];
  /** On disk when it answers. */
  add(pin: string): Result<null, StoreFailure>;
  remove(pin: string): Result<null, StoreFailure>;
}
