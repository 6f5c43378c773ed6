export interface Turns {
  /** Waits for a turn, first come first served. Returns the function that ends the turn. `null`: no turn was free in time. */
  take(): Promise<(() => void) | null>;
  waiting(): number;
}

/** Grants at most `most` turns at once. A caller waits for its turn at most `patienceMs`. */
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
