import { setTimeout as pause } from 'node:timers/promises';

const ASK_EVERY_MS = 20;
const PATIENCE_MS = 120_000;

/** Calls `look` every `everyMs` until its result is not false, null or undefined. Throws after `patienceMs`. */
export async function until<T>(
  what: string,
  look: () => Promise<T> | T,
  { everyMs = ASK_EVERY_MS, patienceMs = PATIENCE_MS } = {},
): Promise<Exclude<T, null | false | undefined>> {
  const gaveUpAt = performance.now() + patienceMs;
  for (;;) {
    const found = await look();
    if (found !== null && found !== false && found !== undefined)
      // The condition above excludes null, false and undefined.
      return found as Exclude<T, null | false | undefined>;
    if (performance.now() > gaveUpAt) throw new Error(`waited in vain for ${what}`);
    await pause(everyMs);
  }
}
