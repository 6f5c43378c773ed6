import type { Clock } from '../../ports/clock.ts';

/** A timer with one pending action: `set` replaces it. */
export interface Alarm {
  set(delayMs: number, action: () => void): void;
  cancel(): void;
}

export function createAlarm(clock: Clock): Alarm {
  let callOff = () => {};
  return {
    set(delayMs, action) {
      callOff();
      callOff = clock.after(delayMs, action);
    },
    cancel: () => callOff(),
  };
}
