export interface Turns {
  /** Waits for a turn, in the order of asking; the returned function ends it. `null`: none came in time. */
  take(): Promise<(() => void) | null>;
  /** Callers that wait. */
  waiting(): number;
}

/** At most `most` turns at once; a caller waits `patienceMs` milliseconds at most. */
export function createTurns(most: number, patienceMs: number): Turns {
  const queue = new Set<() => void>();
  let taken = 0;

  function end(): void {
    const [next] = queue;
    if (next === undefined) taken -= 1;
    else {
      queue.delete(next);
      next();
    }
  }

  return {
    waiting: () => queue.size,
    async take() {
      if (taken < most) {
        taken += 1;
        return end;
      }
      return new Promise((resolve) => {
        const timer = setTimeout(() => {
          queue.delete(begin);
          resolve(null);
        }, patienceMs);
        function begin(): void {
          clearTimeout(timer);
          resolve(end);
        }
        queue.add(begin);
      });
    },
  };
}
