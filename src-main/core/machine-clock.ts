import { isHourKnown } from '../domain/time-label.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { MachineClock } from '../ports/machine.ts';
import { askMachine } from './asked-of-machine.ts';

interface MachineClockParts {
  /** Of this kiosk alone, in memory, as systemd gives it in RUNTIME_DIRECTORY; `null`: no service sets the clock. */
  folder: string | null;
  /** The machine's own. */
  wallClock: Clock;
  certainMs: () => number | null;
  /** The clock shows what was asked for. */
  onSet: () => void;
  log: Log;
}

/** The service starts, sets and has written it to the chip by then. */
const SET_WITHIN_MS = 30_000;
/** A person says minutes, so the clock may differ by one from what was asked. */
const NEAR_MS = 90_000;
/** A clock that is further off than this is set by the centre's time. */
const OFF_MS = 30_000;

/** Asks `torn-clock` to set the machine's clock, by a file that it watches: the kiosk itself may set nothing. */
export function openMachineClock({ folder, wallClock, certainMs, onSet, log }: MachineClockParts): MachineClock {
  let wanted: { wallMs: number; atMs: number } | null = null;
  let state: ReturnType<MachineClock['setting']> = null;
  /** Once in a run: a machine that does not take it would be asked each second. */
  let hasFollowedCentre = false;

  function set(wallMs: number): boolean {
    if (folder === null) return false;
    const failed = askMachine(folder, 'clock', `${new Date(wallMs).toISOString().slice(0, 19)}Z`);
    if (failed !== null) {
      log.event('clock-not-set', { detail: failed });
      return false;
    }
    wanted = { wallMs, atMs: wallClock.monotonicMs() };
    state = 'setting';
    return true;
  }
  return {
    nowMs: () => wallClock.wallMs(),
    isPlausible: () => isHourKnown(wallClock.wallMs(), certainMs()),
    canBeSet: folder !== null,
    set,
    setting: () => state,
    look(offsetMs) {
      if (wanted !== null) {
        const goneMs = wallClock.monotonicMs() - wanted.atMs;
        if (Math.abs(wallClock.wallMs() - wanted.wallMs - goneMs) <= NEAR_MS) {
          wanted = null;
          state = 'set';
          onSet();
        } else if (goneMs >= SET_WITHIN_MS) {
          wanted = null;
          state = 'not-set';
          log.event('clock-not-set', {});
        }
        return;
      }
      if (hasFollowedCentre || offsetMs === null || Math.abs(offsetMs) < OFF_MS) return;
      hasFollowedCentre = true;
      set(wallClock.wallMs() + offsetMs);
    },
  };
}
