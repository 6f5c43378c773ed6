import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Systemd does not look while the service that it started runs: what is said just as that ends is said again. */
const AGAIN_MS = 2_000;

/**
 * Says in a file whether the panel should be lit, where a service of the machine turns its light off and on (`torn-light`): at each change, and
 * once more a little later. What cannot be written is tried whenever something is shown.
 * @param folder of this kiosk alone, in memory, as systemd gives it in RUNTIME_DIRECTORY; undefined: nobody wants to know
 */
export function tellLight(folder: string | undefined): (isLit: boolean) => void {
  let said: boolean | null = null;
  let again: NodeJS.Timeout | undefined;
  function write(isLit: boolean): boolean {
    if (folder === undefined) return true;
    const file = join(folder, 'light');
    try {
      writeFileSync(`${file}.new`, isLit ? 'lit\n' : 'dark\n');
      renameSync(`${file}.new`, file);
      return true;
    } catch {
      // The dark page stands there anyway.
      return false;
    }
  }
  return (isLit) => {
    if (isLit === said || !write(isLit)) return;
    said = isLit;
    clearTimeout(again);
    again = setTimeout(write, AGAIN_MS, isLit).unref();
  };
}
