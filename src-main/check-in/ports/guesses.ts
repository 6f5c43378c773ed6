import type { Result } from '../../domain/result.ts';
import type { StoreFailure } from '../../ports/store-failure.ts';

/** Counters that survive a power cut, so that an attacker cannot reset them. Every change is on disk when it returns. */
export interface GuessMemory {
  /** The device's recent failures, as last saved. */
  failures(): Result<number, StoreFailure>;
  keepFailures(failures: number): Result<null, StoreFailure>;
  /**
   * Whether a signed code is shown for the first time; saves its mark as shown. `goodUntilMs` and `nowMs`: milliseconds since 1970. A mark
   * is deleted an hour after its code's expiry; beyond `MOST_SIGNED_CODES` marks, those that expire first are deleted.
   */
  isFirstShown(mark: string, goodUntilMs: number, nowMs: number): Result<boolean, StoreFailure>;
}

/** Most marks kept: more signed codes than any kiosk is shown within the validity of one. */
export const MOST_SIGNED_CODES = 500;
