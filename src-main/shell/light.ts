import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Says in a file whether the panel should be lit, where a service of the machine turns its light off and on (`torn-light`). Written anew only
 * when it changes; what cannot be written is tried at the next change.
 * @param folder of this kiosk alone, in memory, as systemd gives it in RUNTIME_DIRECTORY; undefined: nobody wants to know
 */
export function tellLight(folder: string | undefined): (isLit: boolean) => void {
  let said: boolean | null = null;
  return (isLit) => {
    if (folder === undefined || isLit === said) return;
    const file = join(folder, 'light');
    try {
      writeFileSync(`${file}.new`, isLit ? 'lit\n' : 'dark\n');
      renameSync(`${file}.new`, file);
      said = isLit;
    } catch {
      // The dark page stands there anyway.
    }
  };
}
