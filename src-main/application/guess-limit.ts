import { countFailure, failuresAt, mayTry, triesAfterStart } from '../domain/tries.ts';
import type { Clock } from '../ports/clock.ts';
import type { GuessMemory } from '../ports/guesses.ts';
import type { Log } from '../ports/log.ts';

/** How often people at this device may be told that something is nobody's. */
export interface GuessLimit {
  /** `failedGuesses`: of the person who stands there. */
  mayGuess(failedGuesses: number): boolean;
  /** On disk when it returns: pulling the plug buys no tries. */
  countFailure(): void;
  /** About once a second: what is old enough is forgotten on disk too, so that a start long after begins without it. */
  tick(): void;
}

/**
 * The ten minutes are counted by the monotonic clock alone, and what a start finds on disk counts as of that moment: setting the wall
 * clock changes nothing, a restart never shortens the wait, and none is longer than ten minutes from the start.
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
    // A disk that takes nothing keeps nobody out: they are counted here alone.
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
      // Each of them is worth a write that no touch waits for; one on the way up has been written.
      if (failuresAt(tries, clock.monotonicMs()) < kept) keep();
    },
  };
}
