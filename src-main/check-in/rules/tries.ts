/**
 * Limits how often a citizen may learn that a number is unknown. Pure; times are monotonic milliseconds.
 *
 * Invariants: at most `TRIES_IN_A_SESSION` failures in a session and `TRIES_OF_A_DEVICE` at one kiosk within `DEVICE_WINDOW_MS`; the
 * kiosk's failures survive new sessions and restarts.
 */
export interface Tries {
  /** Times of the kiosk's last failures, oldest first. */
  readonly recent: readonly number[];
}

export const TRIES_IN_A_SESSION = 5;
/**
 * Largest number of failures at one kiosk: the failures of four citizens who give up within ten minutes. With a lower number other
 * citizens' typing errors would hold up the next citizen.
 */
export const TRIES_OF_A_DEVICE = 20;
export const DEVICE_WINDOW_MS = 10 * 60_000;

export const noTries = (): Tries => ({ recent: [] });

/** After a restart the number of failures is known, but not their times, so all count as of now. */
export const triesAfterStart = (failures: number, nowMs: number): Tries => ({
  recent: Array.from({ length: Math.min(failures, TRIES_OF_A_DEVICE) }, () => nowMs),
});

export const failuresAt = (tries: Tries, nowMs: number): number => recentAt(tries, nowMs).length;

export const mayTry = (tries: Tries, ofSession: number, nowMs: number): boolean =>
  ofSession < TRIES_IN_A_SESSION && recentAt(tries, nowMs).length < TRIES_OF_A_DEVICE;

export const countFailure = (tries: Tries, nowMs: number): Tries => ({
  recent: [...recentAt(tries, nowMs), nowMs].slice(-TRIES_OF_A_DEVICE),
});

const recentAt = ({ recent }: Tries, nowMs: number): readonly number[] =>
  recent.filter((atMs) => nowMs - atMs < DEVICE_WINDOW_MS);
