import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import type { GuessMemory } from '../ports/guesses.ts';
import { countFailure, failuresAt, mayTry, triesAfterStart } from '../rules/tries.ts';

export type GuessLimit = ReturnType<typeof createGuessLimit>;

/**
 * Limits guesses at this kiosk. The window of ten minutes (`DEVICE_WINDOW_MS`) runs on the monotonic clock, so setting the wall clock
 * changes nothing. Failures found on disk at a start count as made at that moment: a restart never shortens the wait, and the wait then
 * lasts at most ten minutes.
 */
export function createGuessLimit(memory: GuessMemory, clock: Clock, log: Log) {
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
    /** `failedGuesses`: the failures of the current session. */
    mayGuess: (failedGuesses: number): boolean => mayTry(tries, failedGuesses, clock.monotonicMs()),
    /** Unless the disk refuses, the count is on disk when this returns, so a power cut grants no further guesses. */
    countFailure(): void {
      tries = countFailure(tries, clock.monotonicMs());
      keep();
    },
    /**
     * The caller runs this about once a second. Expired guesses are then removed from disk too, so that a start long afterwards does not
     * count them.
     */
    tick(): void {
      // `countFailure` has saved each higher count, so only a lower one is saved here. No citizen waits for this write.
      if (failuresAt(tries, clock.monotonicMs()) < kept) keep();
    },
  };
}
