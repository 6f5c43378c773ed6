import type { Result } from '../domain/result.ts';
import type { StoreFailure } from './store-failure.ts';

/** Kiosks of the office whose keys a person has compared, by the SHA-256 of each (base64url). */
export interface OfficeKiosks {
  all(): readonly string[];
  /** Twelve digits of its key, as they were compared; `null` where only its pin was kept. */
  checkOf(pin: string): string | null;
  /** On disk when it answers. */
  add(pin: string, check: string): Result<null, StoreFailure>;
  remove(pin: string): Result<null, StoreFailure>;
}
