import type { Clock } from '../../ports/clock.ts';
import type { CallDisplay, CallToShow } from '../ports/displays.ts';
import type { PublicCall } from '../view/hall-feed.ts';

export interface CallDisplaysParts {
  displays: readonly CallDisplay[];
  /** The current calls, newest first; `null` while they are unknown. */
  calls: () => readonly PublicCall[] | null;
  clock: Clock;
}

const GATHER_MS = 15;
/**
 * The calls are read again after this time even without a reported change, because a call ends by time alone and a read may have failed.
 */
const AGAIN_MS = 4_000;

/** Each display shows the newest call of its desks; it is dark without a call or while calls are unknown. */
export function createCallDisplays({ displays, calls, clock }: CallDisplaysParts) {
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
      // A call whose citizen did not come (`isOver`) gives way to an earlier call whose citizen may still come.
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
  id,
  number,
  desk: desk.ca,
  ageMs: Math.max(0, nowMs - calledAtMs),
});
