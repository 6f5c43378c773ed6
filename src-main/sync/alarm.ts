import type { Clock } from '../ports/clock.ts';

/** One timer: setting it anew calls the earlier one off. */
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
