import type { Result } from '../../domain/result.ts';
import type { StoreFailure } from '../../ports/store-failure.ts';

/**
 * The number of failed guesses, and the marks of signed codes that were shown. Both survive a power cut, so that an attacker cannot reset
 * them: every change is on disk when its method returns.
 */
export interface GuessMemory {
  failures(): Result<number, StoreFailure>;
  keepFailures(failures: number): Result<null, StoreFailure>;
  /**
   * Whether a signed code is shown for the first time; saves its mark (hash) as shown. `goodUntilMs` and `nowMs`: milliseconds since 1970.
   * A mark is deleted an hour after its code's expiry; beyond `MOST_SIGNED_CODES` marks, the marks that expire first are deleted.
   */
  isFirstShown(mark: string, goodUntilMs: number, nowMs: number): Result<boolean, StoreFailure>;
}

/** Largest number of marks stored: more than the signed codes that a kiosk is shown during the validity of one code. */
export const MOST_SIGNED_CODES = 500;
