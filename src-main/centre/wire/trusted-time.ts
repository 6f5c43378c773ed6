import type { Clock } from '../../ports/clock.ts';
import { type Anchor, anchorOf, MAX_SLEPT_MS, trustedNow } from '../../tickets/rules/time-label.ts';

/** Largest drift of a computer's clock: about ten seconds a day. */
const DRIFT = 1e-4;

/**
 * The centre's time in this run of the program. A signed answer renews it, unless it is much slower than an earlier one; after a suspend it
 * is unknown until the next answer. Jumps of the wall clock do not affect it.
 */
export interface TrustedTime {
  anchor(): Anchor | null;
  /** The centre's time in milliseconds since 1970; `null` while unknown. */
  nowMs(): number | null;
  /** Records the time `serverMs` of a signed answer; `askedMs` and `answeredMs` are monotonic. */
  heard(serverMs: number, askedMs: number, answeredMs: number): void;
  onKnown(listener: () => void): void;
}

/** `sleptMs`: total time the machine was suspended, in milliseconds, counted from an arbitrary moment. */
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
      // A slow answer gives the time less accurately than an earlier fast one.
      if (held && doubtMs > held.doubtMs + (answeredMs - held.anchor.atMonotonicMs) * DRIFT) return;
      held = { anchor: heard, sleptMs: sleptMs(), doubtMs };
      if (isNews) for (const listener of listeners) listener();
    },
    onKnown: (listener) => void listeners.push(listener),
  };
}

/** The machine's clock, corrected by the centre's time while that is known. */
export function correctedClock(clock: Clock, time: () => number | null): Clock {
  return {
    wallMs: () => time() ?? clock.wallMs(),
    monotonicMs: () => clock.monotonicMs(),
    after: (delayMs, action) => clock.after(delayMs, action),
  };
}
