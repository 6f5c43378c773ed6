import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import { isHourKnown } from '../../tickets/rules/time-label.ts';
import type { MachineClock } from '../ports/machine.ts';
import { askMachine } from './asked-of-machine.ts';

interface MachineClockParts {
  /** The kiosk's own folder in memory, from systemd's RUNTIME_DIRECTORY; `null`: no service sets the clock. */
  folder: string | null;
  wallClock: Clock;
  certainMs: () => number | null;
  onSet: () => void;
  log: Log;
}

/** Longest time that the service `torn-clock` needs to start, set the clock and write it to the hardware clock. */
const SET_WITHIN_MS = 30_000;
/** Largest difference from the requested time at which the clock counts as set, because a technician sets whole minutes. */
const NEAR_MS = 90_000;
/** A clock that differs by more from the centre's time is set to the centre's time. */
const OFF_MS = 30_000;

/** Asks the service `torn-clock`, by a file that it watches, to set the machine's clock, because the kiosk may not set it. */
export function openMachineClock({ folder, wallClock, certainMs, onSet, log }: MachineClockParts): MachineClock {
  let wanted: { wallMs: number; atMs: number } | null = null;
  let state: ReturnType<MachineClock['setting']> = null;
  /**
   * The clock is set to the centre's time only once in a run, because a machine that refuses to set it would be asked again each second.
   */
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
