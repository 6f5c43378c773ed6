import type { Clock } from '../../ports/clock.ts';

/** Largest number of callers remembered, more than an office has; beyond it the caller that was silent longest is forgotten. */
const MOST_CALLERS = 1_000;

/** Allows each caller `most` calls at once, and one more each `everyMs`. */
export function createAllowance(most: number, everyMs: number, clock: Clock): (caller: string) => boolean {
  const callers = new Map<string, { left: number; atMs: number }>();
  return (caller) => {
    const nowMs = clock.monotonicMs();
    const before = callers.get(caller);
    const left = before === undefined ? most : Math.min(most, before.left + (nowMs - before.atMs) / everyMs);
    callers.delete(caller);
    const [oldest] = callers.keys();
    if (callers.size >= MOST_CALLERS && oldest !== undefined) callers.delete(oldest);
    const isAllowed = left >= 1;
    callers.set(caller, { left: isAllowed ? left - 1 : left, atMs: nowMs });
    return isAllowed;
  };
}
