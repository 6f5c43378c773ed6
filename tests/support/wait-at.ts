import type { Kiosk } from '../../src-main/session/commands/kiosk.ts';
import type { ManualClock } from './manual-clock.ts';

const SECOND_MS = 1_000;
/** Longer than a screen waits and warns. */
const LOOKED_AT_MS = 600_000;

/**
 * Lets time pass without touches, ticking the kiosk each second as the core does, but only over the last part, which matters to a session.
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
