import type { Result } from '../../domain/result.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import type { StoreFailure } from '../../ports/store-failure.ts';
import type { KeptPin, PinHashing } from '../ports/technician.ts';
import { waitAfterFailuresMs } from '../rules/technician-pin.ts';

export interface Kept {
  read(): Result<KeptPin | null, StoreFailure>;
  countTry(): Result<number, StoreFailure>;
  forgetTries(): Result<null, StoreFailure>;
}

export interface Lock {
  waitMs(): number;
  failures(): number;
  try(typed: string): Promise<'right' | 'wrong' | 'not-kept'>;
}

/**
 * Creates the lock of a PIN or code, which makes the next try wait after wrong tries. A try is on disk as a failure before it is checked,
 * unless the disk refuses the write, so a power cut grants no further try. The wait runs on the monotonic clock alone and starts anew with
 * the program: setting the wall clock changes nothing, and a restart never shortens the wait. `freeTries`: wrong tries without a wait, in
 * addition to `FREE_FAILURES`. `longestMs`: the longest wait.
 */
export function createLock(
  kept: Kept,
  pins: Pick<PinHashing, 'matches'>,
  clock: Clock,
  log: Log,
  { freeTries = 0, longestMs = Number.POSITIVE_INFINITY } = {},
): Lock {
  let openAtMs = clock.monotonicMs();
  let failures = 0;
  const found = kept.read();
  if (found.ok && found.value) setFailures(found.value.failures);

  function setFailures(times: number): void {
    failures = times;
    openAtMs = clock.monotonicMs() + Math.min(waitAfterFailuresMs(failures - freeTries), longestMs);
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
      // If the disk refuses, tries are counted in memory only, so that a technician can still enter.
      if (!tried.ok) note(tried.error);
      // The wait starts before the check, so that no second try runs during it.
      setFailures(tried.ok ? tried.value : failures + 1);
      if (known.value === null || !(await pins.matches(typed, known.value.hash))) return 'wrong';
      setFailures(0);
      const forgotten = kept.forgetTries();
      // The try was right even if the disk keeps the old count.
      if (!forgotten.ok) note(forgotten.error);
      return 'right';
    },
  };
}
