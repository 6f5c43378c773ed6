import type { Kiosk } from '../../src-main/session/commands/kiosk.ts';
import type { ManualClock } from './manual-clock.ts';

const SECOND_MS = 1_000;
/** Longer than any screen waits before it warns and ends. */
const LOOKED_AT_MS = 600_000;

/**
 * Advances the clock without touches. Ticks the kiosk each second, as the core does, but only in the last part: earlier ticks do not matter
 * to a session.
 */
export function waitAt(kiosk: Pick<Kiosk, 'tick'>, clock: ManualClock, ms: number): void {
  let leftMs = ms;
  if (leftMs > LOOKED_AT_MS) {
    clock.advance(leftMs - LOOKED_AT_MS);
    leftMs = LOOKED_AT_MS;
    kiosk.tick();
  }
  for (; leftMs > 0; leftMs -= SECOND_MS) {
    clock.advance(Math.min(leftMs, SECOND_MS));
    kiosk.tick();
  }
}
