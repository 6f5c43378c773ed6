export interface Alarm {
  /** Rings once at this monotonic time in ms and replaces the earlier setting; null: never. */
  set(dueMs: number | null): void;
}

/** An alarm that rings so much too late shows that the shell itself was delayed; the silence of core or page then proves nothing. */
export const LATE_ALARM_MS = 1_000;

export const nowMs = (): number => performance.now();

export function createAlarm(ring: () => void): Alarm {
  let timer: NodeJS.Timeout | undefined;
  return {
    set(dueMs) {
      clearTimeout(timer);
      // Node rounds down to whole milliseconds; without the extra one the alarm would ring early.
      timer = dueMs === null ? undefined : setTimeout(ring, Math.max(0, dueMs - nowMs()) + 1);
    },
  };
}
