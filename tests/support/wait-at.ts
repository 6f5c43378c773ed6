import type { Kiosk } from '../../src-main/session/commands/kiosk.ts';
import type { ManualClock } from './manual-clock.ts';

const SECOND_MS = 1_000;
/** Longer than any screen waits before it warns and ends. */
const LOOKED_AT_MS = 600_000;

/**
 * Lets time pass without touches. In the last `LOOKED_AT_MS` the kiosk ticks each second, as in the core. The time before is one tick,
 * because a session ends within the last part anyway.
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
