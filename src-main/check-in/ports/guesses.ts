import type { Result } from '../../domain/result.ts';
import type { StoreFailure } from '../../ports/store-failure.ts';

/** Counters that survive a power cut, so that an attacker cannot reset them. Every change is on disk when it returns. */
export interface GuessMemory {
  /** The device's recent failures, as last saved. */
  failures(): Result<number, StoreFailure>;
  keepFailures(failures: number): Result<null, StoreFailure>;
  /**
   * Whether a seal is shown for the first time; marks it as shown. `goodUntilMs` and `nowMs`: milliseconds since 1970. A seal is forgotten
   * an hour after its expiry; of more than `MOST_SIGNED_CODES`, those that expire first.
   */
  isFirstShown(mark: string, goodUntilMs: number, nowMs: number): Result<boolean, StoreFailure>;
}

/** Most seals remembered: more than any kiosk is shown within the validity of one seal. */
export const MOST_SIGNED_CODES = 500;
