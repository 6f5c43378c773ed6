/** One line of the proof: the promise, and what was observed. */
export interface Line {
  promise: string;
  isKept: boolean;
  seen: string;
}

/** Keeps the observations, and prints each line as it comes. */
export function openProof(say: (text: string) => void) {
  const lines: Line[] = [];
  return {
    lines,
    /** Tries one promise; `seen` returns the observation, and a throw breaks it. The next one is tried all the same. */
    async promise(promise: string, keep: () => Promise<string> | string): Promise<boolean> {
      const startedMs = performance.now();
      let line: Line;
      try {
        line = { promise, isKept: true, seen: await keep() };
      } catch (error) {
        line = { promise, isKept: false, seen: error instanceof Error ? error.message : String(error) };
      }
      lines.push(line);
      const seconds = Math.round((performance.now() - startedMs) / 100) / 10;
      say(`${line.isKept ? 'kept  ' : 'BROKEN'} ${promise}: ${line.seen} (${seconds} s)`);
      return line.isKept;
    },
  };
}

export type Proof = ReturnType<typeof openProof>;

/** Breaks a promise by throwing the observation, if `isSo` is false. */
export function must(isSo: boolean, seen: string): void {
  if (!isSo) throw new Error(seen);
}
