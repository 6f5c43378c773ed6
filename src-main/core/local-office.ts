import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readKeptOffice, writeKeptOffice } from '../../config/kept-office.ts';
import { type LoadedOffice, loadOffice } from '../../config/load.ts';
import type { StartFault } from '../contract/kiosk/kiosk-api.ts';
import { messageOf, type Result, succeed } from '../domain/result.ts';
import type { Log } from '../ports/log.ts';
import { readCheckedFile, writeCheckedFile } from '../storage/checked-file.ts';
import type { CoreOptions } from './arguments.ts';
import { type LocalOffice, readLocalParts } from './office-choice.ts';

/** In the data folder. */
const KEPT_FILE = 'last-good-office';

/**
 * Reads this machine's profile with all that it names. Where something of it is missing or wrong the kiosk runs on the copy of the last one
 * that was whole: a profile that somebody has spoiled closes no office. Without such a copy, at a first start, the fault is answered.
 */
export function openLocalOffice(options: CoreOptions): Result<LocalOffice, StartFault> {
  const file = loadOffice(options);
  const parts = file.ok ? readLocalParts(options, file.value.profile) : file;
  if (file.ok && parts.ok) return succeed({ office: file.value, parts: parts.value, fault: null });
  const kept = readKept(options.dataDir);
  const keptParts = kept && readLocalParts(options, kept.profile);
  if (kept !== null && keptParts?.ok)
    return succeed({ office: kept, parts: keptParts.value, fault: parts.ok ? null : parts.error });
  return file.ok ? succeed({ office: file.value, parts: null, fault: null }) : file;
}

/** Keeps a copy of it for a start at which it is not whole any more. */
export function keepLocalOffice(
  { office, fault }: Pick<LocalOffice, 'office' | 'fault'>,
  dataDir: string,
  log: Log,
): void {
  if (fault !== null) return;
  const json = writeKeptOffice(office);
  const file = join(dataDir, KEPT_FILE);
  try {
    if (readChecked(file) !== json) writeCheckedFile(file, json);
  } catch (error) {
    log.event('last-good-office-not-kept', { detail: messageOf(error) });
  }
}

function readKept(dataDir: string): LoadedOffice | null {
  const json = readChecked(join(dataDir, KEPT_FILE));
  return json === null ? null : readKeptOffice(json);
}

function readChecked(file: string): string | null {
  try {
    return existsSync(file) ? readCheckedFile(file) : null;
  } catch {
    // A disk that does not give it back: as if there were none.
    return null;
  }
}
