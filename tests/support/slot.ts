import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { initKioskStore } from '../../src-main/core/kiosk-store.ts';
import { createSystemClock } from '../../src-main/core/system-clock.ts';

/** Gives an empty data folder its slot, as a technician does with `core init`. */
export function giveSlotTo(dataDir: string, slot = 1): void {
  const journalDir = join(dataDir, 'journal');
  if (existsSync(join(dataDir, 'torn.db')) || existsSync(journalDir)) return;
  // Result ignored: the core that starts on the folder reports it.
  initKioskStore({ dataDir, journalDir, slot }, createSystemClock());
}
