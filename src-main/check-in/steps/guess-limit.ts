import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import type { GuessMemory } from '../ports/guesses.ts';
import { countFailure, failuresAt, mayTry, triesAfterStart } from '../rules/tries.ts';

/** Limits failed guesses at this kiosk. */
export interface GuessLimit {
  /** Whether a further guess is allowed. `failedGuesses`: the failures of the current session. */
  mayGuess(failedGuesses: number): boolean;
  /** Counts a failed guess. The count is on disk when it returns, so a power cut grants no further guesses. */
  countFailure(): void;
  /** To be called about once a second: expired guesses are removed from disk too, so a much later start begins without them. */
  tick(): void;
}

/**
 * The window of ten minutes (`DEVICE_WINDOW_MS`) runs on the monotonic clock alone, and failures found at a start count from that moment.
 * Setting the wall clock changes nothing, a restart never shortens the wait, and no wait exceeds ten minutes from the start.
 */
export function createGuessLimit(memory: GuessMemory, clock: Clock, log: Log): GuessLimit {
  const found = memory.failures();
  if (!found.ok) log.event(found.error.kind, { detail: found.error.detail });
  let kept = found.ok ? found.value : 0;
  let tries = triesAfterStart(kept, clock.monotonicMs());

  function keep(): void {
    const failures = failuresAt(tries, clock.monotonicMs());
    if (failures === kept) return;
    const saved = memory.keepFailures(failures);
    // If the disk refuses, guesses are counted in memory only, so that citizens can still check in.
    if (!saved.ok) log.event(saved.error.kind, { detail: saved.error.detail });
    else kept = failures;
  }

  return {
    mayGuess: (failedGuesses) => mayTry(tries, failedGuesses, clock.monotonicMs()),
    countFailure() {
      tries = countFailure(tries, clock.monotonicMs());
      keep();
    },
    tick() {
      // Only a lower count is written here, since `countFailure` has written a higher one. No touch waits for this write.
      if (failuresAt(tries, clock.monotonicMs()) < kept) keep();
    },
  };
}
