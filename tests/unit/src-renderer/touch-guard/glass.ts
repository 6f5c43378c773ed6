import type { Verdict } from '../../../../src-renderer/touch-guard/fingers.ts';
import { createGuard, type GuardWord } from '../../../../src-renderer/touch-guard/guard.ts';
import { type Pace, USUAL_LIMITS } from '../../../../src-renderer/touch-guard/limits.ts';

const FRAME_MS = 16;
const PX_PER_MM = USUAL_LIMITS.pxPerMm;

export interface Tap {
  /** Millimetres from the upper left corner. */
  x?: number;
  y?: number;
  control?: object | null;
  pace?: Pace;
  contactMm?: number;
  finger?: number;
  holdMs?: number;
  /** The place where the finger is lifted, if it moved. */
  to?: { x?: number; y?: number; control?: object | null };
}

const SOME_CONTROL = {};

/** The touch guard of a screen on which every place belongs to one control, unless a tap names another. The test moves its clock. */
export function createGlass() {
  let nowMs = 10_000;
  let word: GuardWord = 'off';
  let waiting: { atMs: number; heard: () => void }[] = [];
  const after = (ms: number, heard: () => void): void => void waiting.push({ atMs: nowMs + ms, heard });
  const guard = createGuard({
    now: () => nowMs,
    after,
    afterNextPaint: (heard) => after(FRAME_MS, heard),
    say: (said) => {
      word = said;
    },
  });

  const glass = {
    guard,
    word: () => word,
    after,
    wait(ms: number): void {
      const untilMs = nowMs + ms;
      for (;;) {
        const next = waiting.toSorted((one, other) => one.atMs - other.atMs)[0];
        if (next === undefined || next.atMs > untilMs) break;
        waiting = waiting.filter((one) => one !== next);
        nowMs = next.atMs;
        next.heard();
      }
      nowMs = untilMs;
    },
    turnTo(): void {
      guard.screenShown();
      glass.wait(FRAME_MS);
    },
    down({ x = 50, y = 50, control = SOME_CONTROL, pace = 'order', contactMm = 8, finger = 1 }: Tap = {}): void {
      guard.finger({ type: 'down', finger, x: x * PX_PER_MM, y: y * PX_PER_MM, atMs: nowMs, control, pace, contactMm });
    },
    move({ x = 50, y = 50, finger = 1 }: Tap): void {
      guard.finger({ type: 'move', finger, x: x * PX_PER_MM, y: y * PX_PER_MM, atMs: nowMs });
    },
    up({ x = 50, y = 50, control = SOME_CONTROL, finger = 1 }: Tap = {}): Verdict | null {
      return guard.finger({ type: 'up', finger, x: x * PX_PER_MM, y: y * PX_PER_MM, atMs: nowMs, control });
    },
    tap(tap: Tap = {}): Verdict | null {
      glass.down(tap);
      glass.wait(tap.holdMs ?? 30);
      return glass.up({ ...tap, ...tap.to });
    },
    /** Presses and releases a key; returns whether the page received each of the two. */
    strike(key: string, { pace = 'order', holdMs = 30 }: { pace?: Pace; holdMs?: number } = {}): [boolean, boolean] {
      const down = guard.key({ type: 'down', key, atMs: nowMs, isRepeat: false, pace });
      glass.wait(holdMs);
      return [down, guard.key({ type: 'up', key, atMs: nowMs })];
    },
    repeat: (key: string): boolean => guard.key({ type: 'down', key, atMs: nowMs, isRepeat: true, pace: 'order' }),
  };
  return glass;
}
