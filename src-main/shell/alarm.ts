export interface Alarm {
  /** Rings once at this monotonic time in ms, in place of any earlier setting; null for never. */
  set(dueMs: number | null): void;
}

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
