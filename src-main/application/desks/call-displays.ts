import type { Clock } from '../../ports/clock.ts';
import type { CallDisplay, CallToShow } from '../../ports/displays.ts';
import type { PublicCall } from './hall-feed.ts';

export interface CallDisplaysParts {
  displays: readonly CallDisplay[];
  /** What holds now, the newest first; `null` while nobody knows. */
  calls: () => readonly PublicCall[] | null;
  clock: Clock;
}

export interface CallDisplays {
  /** Something was written. */
  changed(): void;
  /** Nothing more is shown, for good. */
  close(): void;
}

/** What happens within one such time is shown once. */
const GATHER_MS = 15;
/** Looked at although nothing was written: a call can be over by time alone, and a disk can fail. */
const AGAIN_MS = 4_000;

/** Each display shows the newest call that is its own; none, or one that nobody is sure of, is dark. */
export function createCallDisplays({ displays, calls, clock }: CallDisplaysParts): CallDisplays {
  let isClosed = false;
  let callOff = () => {};

  function wait(ms: number): void {
    callOff();
    if (!isClosed && displays.length > 0) callOff = clock.after(ms, look);
  }
  function look(): void {
    const now = calls() ?? [];
    for (const display of displays) {
      const own = now.filter(({ deskId }) => display.deskId === null || display.deskId === deskId);
      // Who did not come makes room for whoever was called before and is expected still.
      const newest = own.find(({ isOver }) => !isOver) ?? own[0];
      display.show(newest === undefined ? null : toShow(newest, clock.wallMs()));
    }
    wait(AGAIN_MS);
  }
  wait(GATHER_MS);
  return {
    changed: () => wait(GATHER_MS),
    close() {
      isClosed = true;
      callOff();
    },
  };
}

const toShow = ({ id, number, desk, calledAtMs }: PublicCall, nowMs: number): CallToShow => ({
  ...{ id, number, desk: desk.ca },
  ageMs: Math.max(0, nowMs - calledAtMs),
});
