import { type Result, succeed } from '../domain/result.ts';
import { isEasyPin, waitAfterFailuresMs } from '../domain/technician-pin.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { StoreFailure } from '../ports/store.ts';
import type { PinHashing, TechnicianStore } from '../ports/technician.ts';
import type { PinResult, PinStep } from './technician-login.ts';

/** What stands between the hidden gesture and the technician's page. */
export interface PinGate {
  hasPin(): Result<boolean, StoreFailure>;
  /** Until the next PIN may be tried, in milliseconds; 0 when it may be tried now. */
  waitMs(): number;
  check(step: PinStep, pin: string): Promise<PinResult>;
}

/**
 * A try is on disk as a failure before it is looked at, so that pulling the plug buys none. The wait is counted by the monotonic clock
 * alone, and after a start it begins anew: setting the wall clock changes nothing, a restart never shortens it.
 */
export function createPinGate(store: TechnicianStore, pins: PinHashing, clock: Clock, log: Log): PinGate {
  let openAtMs = clock.monotonicMs();
  let chosen: string | null = null;
  let failures = 0;
  const found = store.pin();
  if (found.ok && found.value) setFailures(found.value.failures);

  function setFailures(times: number): void {
    failures = times;
    openAtMs = clock.monotonicMs() + waitAfterFailuresMs(failures);
  }

  async function choose(pin: string): Promise<PinResult> {
    if (isEasyPin(pin)) return 'easy';
    chosen = await pins.hash(pin);
    return 'chosen';
  }

  async function repeat(pin: string): Promise<PinResult> {
    const hash = chosen;
    chosen = null;
    if (hash === null || !(await pins.matches(pin, hash))) return 'differs';
    const kept = store.keepPin(hash);
    if (!kept.ok) return notKept(kept.error, log);
    log.event('technician-entered', { chosePin: true });
    return 'right';
  }

  async function enter(pin: string): Promise<PinResult> {
    const kept = store.pin();
    if (!kept.ok) return notKept(kept.error, log);
    const tried = store.countTry();
    // A disk that takes nothing keeps no technician out: then the tries are counted here alone.
    if (!tried.ok) log.event(tried.error.kind, { detail: tried.error.detail });
    // At once, so that nobody tries a second one while the first is looked at.
    setFailures(tried.ok ? tried.value : failures + 1);
    const isRight = kept.value !== null && (await pins.matches(pin, kept.value.hash));
    if (!isRight) {
      log.event('technician-refused', { failures });
      return 'wrong';
    }
    setFailures(0);
    const forgotten = store.forgetTries();
    // The PIN was right all the same; the count stays for the next one.
    if (!forgotten.ok) log.event(forgotten.error.kind, { detail: forgotten.error.detail });
    log.event('technician-entered', { chosePin: false });
    return 'right';
  }

  const checks = { choose, repeat, enter };
  return {
    hasPin() {
      const kept = store.pin();
      return kept.ok ? succeed(kept.value !== null) : kept;
    },
    waitMs: () => Math.max(0, openAtMs - clock.monotonicMs()),
    check: (step, pin) => checks[step](pin),
  };
}

function notKept({ kind, detail }: StoreFailure, log: Log): 'not-kept' {
  log.event(kind, { detail });
  return 'not-kept';
}
