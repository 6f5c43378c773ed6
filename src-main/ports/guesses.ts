import type { Result } from '../domain/result.ts';
import type { StoreFailure } from './store-failure.ts';

/** What whoever guesses must not have forgotten by pulling the plug. Every change is on disk when it answers. */
export interface GuessMemory {
  /** Of the device within the last minutes, as they were kept last. */
  failures(): Result<number, StoreFailure>;
  keepFailures(failures: number): Result<null, StoreFailure>;
  /**
   * Whether a seal is shown for the first time; from then on it is not. `goodUntilMs` and `nowMs`: milliseconds since 1970; a seal that
   * has not been good for an hour is forgotten, and of more than `MOST_SEALS` those that end first.
   */
  isFirstShown(mark: string, goodUntilMs: number, nowMs: number): Result<boolean, StoreFailure>;
}

/** No kiosk is shown so many in the minutes that one is good for. */
export const MOST_SIGNED_CODES = 500;
