import type { Clock } from '../../src-main/ports/clock.ts';

export interface ManualClock extends Clock {
  /** Advances the wall clock and the monotonic clock, and runs due timers in the sequence of their times. */
  advance(ms: number): void;
  setWall(wallMs: number): void;
}

export function createManualClock(wallMs: number): ManualClock {
  let wall = wallMs;
  let monotonic = 1_000;
  const due: { atMs: number; action: () => void }[] = [];
  return {
    wallMs: () => wall,
    monotonicMs: () => monotonic,
    after(delayMs, action) {
      const entry = { atMs: monotonic + delayMs, action };
      due.push(entry);
      return () => {
        const index = due.indexOf(entry);
        if (index >= 0) due.splice(index, 1);
      };
    },
    advance(ms) {
      const end = monotonic + ms;
      for (;;) {
        const next = due.filter((entry) => entry.atMs <= end).sort((a, b) => a.atMs - b.atMs)[0];
        if (!next) break;
        due.splice(due.indexOf(next), 1);
        wall += next.atMs - monotonic;
        monotonic = next.atMs;
        next.action();
      }
      wall += end - monotonic;
      monotonic = end;
    },
    setWall(at) {
      wall = at;
    },
  };
}
