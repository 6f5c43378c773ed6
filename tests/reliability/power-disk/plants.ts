import { join } from 'node:path';
import type { Copy } from '../power/faults.ts';

/** A core that leaves out every sync of one kind from its start. */
export interface Plant {
  name: string;
  /** The copy (database or journal) that would hide the fault and is therefore removed. */
  without: Copy;
  module: string;
}

const WITHOUT_FDATASYNC = join(import.meta.dirname, 'without-fdatasync.ts');
const SYNCHRONOUS_OFF = join(import.meta.dirname, 'synchronous-off.ts');

export const PLANTS: readonly Plant[] = [
  { name: 'a journal that is never synced', without: 'database', module: WITHOUT_FDATASYNC },
  { name: 'synchronous=OFF', without: 'journal', module: SYNCHRONOUS_OFF },
];
