import { randomUUID } from 'node:crypto';
import { MAX_SLEPT_MS } from '../tickets/rules/time-label.ts';

/**
 * Names the current run of the monotonic clock: a new id for each run of this program and after each suspend of the machine. `sleptMs`:
 * total suspended time in milliseconds, counted from an arbitrary moment.
 */
export function createBootName(sleptMs: () => number): () => string {
  let boot = { id: randomUUID(), sleptMs: sleptMs() };
  return () => {
    const now = sleptMs();
    if (now - boot.sleptMs > MAX_SLEPT_MS) boot = { id: randomUUID(), sleptMs: now };
    return boot.id;
  };
}
