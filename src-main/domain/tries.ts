/**
 * How often somebody may be told that a number is nobody's. Pure; times are monotonic milliseconds.
 *
 * Invariants: a session has at most `TRIES_IN_A_SESSION` failures, a device `TRIES_OF_A_DEVICE` within `DEVICE_WINDOW_MS`, whoever made
 * them; a new session does not forget those of the device, and neither does a restart.
 */
export interface Tries {
  /** When the device's last failures were, oldest first. */
  readonly recent: readonly number[];
}

export const TRIES_IN_A_SESSION = 5;
/** Four people who each gave up, within ten minutes; a person who mistypes is not held up by others. */
export const TRIES_OF_A_DEVICE = 20;
export const DEVICE_WINDOW_MS = 10 * 60_000;

export const noTries = (): Tries => ({ recent: [] });

/** What a start knows of before: how many there were, not when. They count as of now. */
export const triesAfterStart = (failures: number, nowMs: number): Tries => ({
  recent: Array.from({ length: Math.min(failures, TRIES_OF_A_DEVICE) }, () => nowMs),
});

/** Of the device, within the window. */
export const failuresAt = (tries: Tries, nowMs: number): number => recentAt(tries, nowMs).length;

/** Whether another one may be looked up, by somebody who has failed `ofSession` times. */
export const mayTry = (tries: Tries, ofSession: number, nowMs: number): boolean =>
  ofSession < TRIES_IN_A_SESSION && recentAt(tries, nowMs).length < TRIES_OF_A_DEVICE;

export const countFailure = (tries: Tries, nowMs: number): Tries => ({
  recent: [...recentAt(tries, nowMs), nowMs].slice(-TRIES_OF_A_DEVICE),
});

const recentAt = ({ recent }: Tries, nowMs: number): readonly number[] =>
  recent.filter((atMs) => nowMs - atMs < DEVICE_WINDOW_MS);
