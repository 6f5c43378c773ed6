import { randomUUID } from 'node:crypto';
import { MAX_SLEPT_MS } from '../domain/time-label.ts';

/**
 * Names the run of the monotonic clock that a fact belongs to: one of this program, and another one each time the machine has slept.
 * `sleptMs`: how long it has so far, in milliseconds since any start.
 */
export function createBootName(sleptMs: () => number): () => string {
  let boot = { id: randomUUID(), sleptMs: sleptMs() };
  return () => {
    const now = sleptMs();
    if (now - boot.sleptMs > MAX_SLEPT_MS) boot = { id: randomUUID(), sleptMs: now };
    return boot.id;
  };
}
