import { join } from 'node:path';
import type { Copy } from '../power/faults.ts';

/** A core that leaves out a sync from its first line on. */
export interface Plant {
  name: string;
  /** The copy that hides the fault, and so is removed. */
  without: Copy;
  /** The module for Node's `--import`. */
  module: string;
}

const WITHOUT_FDATASYNC = join(import.meta.dirname, 'without-fdatasync.ts');
const SYNCHRONOUS_OFF = join(import.meta.dirname, 'synchronous-off.ts');

export const PLANTS: readonly Plant[] = [
  { name: 'a journal that is never synced', without: 'database', module: WITHOUT_FDATASYNC },
  { name: 'synchronous=OFF', without: 'journal', module: SYNCHRONOUS_OFF },
];
