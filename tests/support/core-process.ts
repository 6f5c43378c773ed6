import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type CoreProcess,
  type CoreProcessOptions as ProcessOptions,
  startCoreProcess as startProcess,
} from '../../build/core-process.ts';
import { RequestId, ServiceId } from '../../src-main/contract/shared/ids.ts';
import { giveSlotTo } from './slot.ts';

export { CORE_FILE, type CoreProcess } from '../../build/core-process.ts';
export const OFFICES = join(import.meta.dirname, '../../config/offices');
export const demonstrationOffice = join(OFFICES, 'demonstration.json');
export const demonstration = (): Record<string, unknown> => JSON.parse(readFileSync(demonstrationOffice, 'utf8'));

export interface CoreProcessOptions extends Omit<ProcessOptions, 'profile'> {
  profile?: string | null;
  /** Slot that a new data folder with a profile gets before the start; `null`: none. Default 1. */
  slot?: number | null;
}

/** Starts the real core as a process. Default profile: the demonstration office. */
export function startCoreProcess({
  slot = 1,
  profile = demonstrationOffice,
  ...options
}: CoreProcessOptions): CoreProcess {
  if (slot !== null && profile !== null) giveSlotTo(options.data, slot);
  return startProcess({ ...options, profile });
}

export const newRequestId = (): RequestId => RequestId.parse(randomUUID());
export const service = (id: string): ServiceId => ServiceId.parse(id);
