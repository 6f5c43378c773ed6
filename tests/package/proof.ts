export interface Line {
  promise: string;
  isKept: boolean;
  seen: string;
}

export function openProof() {
  const lines: Line[] = [];
  return {
    lines,
    /** Tries one promise. `keep` returns the observation, or throws if the promise is broken. */
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
      console.log(`${line.isKept ? 'kept  ' : 'BROKEN'} ${promise}: ${line.seen} (${seconds} s)`);
      return line.isKept;
    },
  };
}

export type Proof = ReturnType<typeof openProof>;

/** Throws the observation `seen`, and so breaks the promise, if `isSo` is false. */
export function must(isSo: boolean, seen: string): void {
  if (!isSo) throw new Error(seen);
}
