const STEP_MS = 100;

export type CallOff = () => void;

/**
 * Calls `onPassed` once this process has run for `afterMs`. A time in which the process was blocked, by a slow disk or a busy machine,
 * counts as 100 ms at most, so that an answer that arrived meanwhile is read before the deadline passes.
 */
export function startDeadline(afterMs: number, onPassed: () => void): CallOff {
  let leftMs = afterMs;
  let timer: NodeJS.Timeout | undefined;
  const step = (): void => {
    const stepMs = Math.min(leftMs, STEP_MS);
    timer = setTimeout(() => {
      leftMs -= stepMs;
      if (leftMs > 0) step();
      else onPassed();
    }, stepMs);
  };
  step();
  return () => clearTimeout(timer);
}
