export interface Alarm {
  /** Rings once at `dueMs` (monotonic) and replaces the earlier setting; `null`: never. */
  set(dueMs: number | null): void;
}

/** An alarm that rings this much too late shows that the shell itself was delayed, so that the silence of core or page proves nothing. */
export const LATE_ALARM_MS = 1_000;

export const nowMs = (): number => performance.now();

export function createAlarm(ring: () => void): Alarm {
  let timer: NodeJS.Timeout | undefined;
  return {
    set(dueMs) {
      clearTimeout(timer);
      // Node rounds down to whole milliseconds, so without the extra one the alarm would ring early.
      timer = dueMs === null ? undefined : setTimeout(ring, Math.max(0, dueMs - nowMs()) + 1);
    },
  };
}
