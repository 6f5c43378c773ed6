import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Delay after which the state is written a second time. systemd does not watch the file while `torn-light` runs, so the service would miss
 * a change at that moment.
 */
const AGAIN_MS = 2_000;

/**
 * Writes to a file whether the panel should be lit, for the machine's service `torn-light`, which switches the panel. The file is written
 * at each change and once more after `AGAIN_MS`. A failed write is retried at the next call.
 * @param folder folder in memory, of this kiosk alone, from systemd's RUNTIME_DIRECTORY; undefined: no service switches the panel
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
