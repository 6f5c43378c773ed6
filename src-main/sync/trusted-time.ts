import { type Anchor, anchorOf, MAX_SLEPT_MS, trustedNow } from '../domain/time-label.ts';
import type { Clock } from '../ports/clock.ts';

/** Of a computer's own clock, at most: some ten seconds a day. */
const DRIFT = 1e-4;

/**
 * The centre's time in this boot. Every signed answer renews it; it is gone once the machine has slept, until the next answer. A wall
 * clock that jumps says nothing about it: that is what it is for.
 */
export interface TrustedTime {
  anchor(): Anchor | null;
  /** Milliseconds since 1970 by the centre; `null` while unknown. */
  nowMs(): number | null;
  /** A signed answer said `serverMs`; the other two are monotonic. */
  heard(serverMs: number, askedMs: number, answeredMs: number): void;
  /** Called when it is known again after it was not. */
  onKnown(listener: () => void): void;
}

/** `sleptMs`: how long the machine has slept so far, in milliseconds since any start. */
export function createTrustedTime(clock: Clock, sleptMs: () => number): TrustedTime {
  let held: { anchor: Anchor; sleptMs: number; doubtMs: number } | null = null;
  const listeners: (() => void)[] = [];

  function anchor(): Anchor | null {
    if (held && sleptMs() - held.sleptMs > MAX_SLEPT_MS) held = null;
    return held?.anchor ?? null;
  }
  return {
    anchor,
    nowMs() {
      const known = anchor();
      return known === null ? null : trustedNow(known, clock.monotonicMs());
    },
    heard(serverMs, askedMs, answeredMs) {
      const heard = anchorOf(serverMs, askedMs, answeredMs);
      if (heard === null) return;
      const isNews = anchor() === null;
      const doubtMs = (answeredMs - askedMs) / 2;
      // An answer that took long says less than a good one of a while ago.
      if (held && doubtMs > held.doubtMs + (answeredMs - held.anchor.atMonotonicMs) * DRIFT) return;
      held = { anchor: heard, sleptMs: sleptMs(), doubtMs };
      if (isNews) for (const listener of listeners) listener();
    },
    onKnown: (listener) => void listeners.push(listener),
  };
}

/** The machine's clock, set right by the centre's time while that is known. */
export function correctedClock(clock: Clock, time: () => number | null): Clock {
  return {
    wallMs: () => time() ?? clock.wallMs(),
    monotonicMs: () => clock.monotonicMs(),
    after: (delayMs, action) => clock.after(delayMs, action),
  };
}
