export interface Alarm {
  /** Rings once at `dueMs` (monotonic) and replaces the earlier setting; `null`: never. */
  set(dueMs: number | null): void;
}

/** If an alarm rings later than due by more than this, the shell itself was delayed, so the silence of core or page proves nothing. */
export const LATE_ALARM_MS = 1_000;

export const nowMs = (): number => performance.now();

export function createAlarm(ring: () => void): Alarm {
  let timer: NodeJS.Timeout | undefined;
  return {
    set(dueMs) {
      clearTimeout(timer);
      // Node rounds the delay down to whole milliseconds, so 1 ms is added; otherwise the alarm would ring early.
      timer = dueMs === null ? undefined : setTimeout(ring, Math.max(0, dueMs - nowMs()) + 1);
    },
  };
}
