export interface Turns {
  /** Waits for a turn, first come first served. Returns the function that ends the turn. `null`: the patience ran out. */
  take(): Promise<(() => void) | null>;
  waiting(): number;
}

/** At most `most` turns at once; a caller waits at most `patienceMs` milliseconds. */
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
