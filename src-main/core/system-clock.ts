import { uptime } from 'node:os';
import type { Clock } from '../ports/clock.ts';

const MAX_DIFFERENCE_MS = 2;

export function createSystemClock(): Clock {
  let startMs = performance.timeOrigin;
  return {
    wallMs() {
      const coarse = Date.now();
      const precise = startMs + performance.now();
      if (Math.abs(precise - coarse) <= MAX_DIFFERENCE_MS) return precise;
      startMs = coarse - performance.now();
      return coarse;
    },
    monotonicMs: () => performance.now(),
    after(delayMs, action) {
      const timer = setTimeout(action, delayMs);
      return () => clearTimeout(timer);
    },
  };
}

/**
 * Total time the machine was suspended, in milliseconds, counted from an arbitrary moment. On Linux the uptime includes suspends, and the
 * monotonic clock does not.
 */
export const sleptMs = (): number => uptime() * 1_000 - performance.now();
