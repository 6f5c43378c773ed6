export interface Alarm {
  /** Rings once at this monotonic time in ms, in place of any earlier setting; null for never. */
  set(dueMs: number | null): void;
}

/** An alarm later than this means that the shell itself was held up: the silence of others proves nothing. */
export const LATE_ALARM_MS = 1_000;

export const nowMs = (): number => performance.now();

export function createAlarm(ring: () => void): Alarm {
  let timer: NodeJS.Timeout | undefined;
  return {
    set(dueMs) {
      clearTimeout(timer);
      // Node rounds down to whole milliseconds: one more, or the machine would be woken too early.
      timer = dueMs === null ? undefined : setTimeout(ring, Math.max(0, dueMs - nowMs()) + 1);
    },
  };
}
