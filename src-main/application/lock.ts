import type { Result } from '../domain/result.ts';
import { waitAfterFailuresMs } from '../domain/technician-pin.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { KeptPin, PinHashing } from '../ports/technician.ts';

/** Digits that somebody has to know, as they are kept. */
export interface Kept {
  read(): Result<KeptPin | null, StoreFailure>;
  countTry(): Result<number, StoreFailure>;
  forgetTries(): Result<null, StoreFailure>;
}

/** Opens to whoever types them; wrong ones slow the next try down. */
export interface Lock {
  /** Until the next may be tried, in milliseconds; 0 when it may be tried now. */
  waitMs(): number;
  /** Wrong ones in a row. */
  failures(): number;
  try(typed: string): Promise<'right' | 'wrong' | 'not-kept'>;
}

/**
 * A try is on disk as a failure before it is looked at, so that pulling the plug buys none. The wait is counted by the monotonic clock
 * alone, and after a start it begins anew: setting the wall clock changes nothing, a restart never shortens it.
 */
export function createLock(kept: Kept, pins: PinHashing, clock: Clock, log: Log): Lock {
  let openAtMs = clock.monotonicMs();
  let failures = 0;
  const found = kept.read();
  if (found.ok && found.value) setFailures(found.value.failures);

  function setFailures(times: number): void {
    failures = times;
    openAtMs = clock.monotonicMs() + waitAfterFailuresMs(failures);
  }
  const note = ({ kind, detail }: StoreFailure) => log.event(kind, { detail });

  return {
    waitMs: () => Math.max(0, openAtMs - clock.monotonicMs()),
    failures: () => failures,
    async try(typed) {
      const known = kept.read();
      if (!known.ok) {
        note(known.error);
        return 'not-kept';
      }
      const tried = kept.countTry();
      // A disk that takes nothing keeps nobody out: then the tries are counted here alone.
      if (!tried.ok) note(tried.error);
      // At once, so that nobody tries a second one while the first is looked at.
      setFailures(tried.ok ? tried.value : failures + 1);
      if (known.value === null || !(await pins.matches(typed, known.value.hash))) return 'wrong';
      setFailures(0);
      const forgotten = kept.forgetTries();
      // It was right all the same; the count stays for the next one.
      if (!forgotten.ok) note(forgotten.error);
      return 'right';
    },
  };
}
