import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readKeptOffice, writeKeptOffice } from '../../configuration/kept-office.ts';
import { type LoadedOffice, loadOffice, loadOfficeDocument, type ProfileFault } from '../../configuration/load.ts';
import type { CoreOptions } from '../../core/arguments.ts';
import { messageOf, type Result, succeed } from '../../domain/result.ts';
import type { Log } from '../../ports/log.ts';
import type { StartFault } from '../../session/contract/kiosk-api.ts';
import { readCheckedFile, writeCheckedFile } from '../../storage/checked-file.ts';
import type { OfficeSource } from '../../technician/contract/kiosk-file.ts';
import type { ReadKioskFile } from '../../technician/store/kiosk-file.ts';
import { type LocalOffice, readLocalParts } from './office-choice.ts';

const KEPT_FILE = 'last-good-office';
const NO_OFFICE = 'no-office';

/**
 * Reads this machine's profile and all documents that it names. If something is missing or wrong, the kiosk runs on the copy of the last
 * valid office, so that a damaged profile closes no office. Without such a copy, at a first start, the fault of the profile is returned; if
 * only a device or the appearance is faulty, `parts` is `null`.
 */
export function openLocalOffice(
  options: CoreOptions,
  chosen: OfficeSource | null = null,
): Result<LocalOffice, StartFault> {
  const file = loadChosen(options, chosen);
  const carried = options.profileFile === null && chosen?.from === 'elsewhere' ? chosen.carried : [];
  const parts = file.ok ? readLocalParts(options, file.value.profile) : file;
  if (file.ok && parts.ok) return succeed({ office: file.value, parts: parts.value, carried, fault: null });
  const kept = readKept(options.dataDir);
  const keptParts = kept && readLocalParts(options, kept.profile);
  if (kept !== null && keptParts?.ok)
    return succeed({ office: kept, parts: keptParts.value, carried, fault: parts.ok ? null : parts.error });
  return file.ok ? succeed({ office: file.value, parts: null, carried, fault: null }) : file;
}

/**
 * Replaces the lost file of the technician's settings (`KioskFile`), so that the kiosk does not start its first run again: the kiosk counts
 * as set up, with the office of the last valid profile.
 */
export function foundAgain({ file, fault }: ReadKioskFile, dataDir: string): ReadKioskFile {
  if (fault === null || file.office !== null) return { file, fault };
  const kept = readKept(dataDir);
  if (kept === null) return { file, fault };
  return { file: { ...file, office: { from: 'shipped', officeId: kept.profile.officeId }, finished: true }, fault };
}

export function keepLocalOffice(
  { office, fault }: Pick<LocalOffice, 'office' | 'fault'>,
  dataDir: string,
  log: Log,
): void {
  if (fault !== null || office.profile.officeId === NO_OFFICE) return;
  const json = writeKeptOffice(office);
  const file = join(dataDir, KEPT_FILE);
  try {
    if (readChecked(file) !== json) writeCheckedFile(file, json);
  } catch (error) {
    log.event('last-good-office-not-kept', { detail: messageOf(error) });
  }
}

function loadChosen(
  { profileFile, configDir }: CoreOptions,
  chosen: OfficeSource | null,
): Result<LoadedOffice, ProfileFault> {
  if (profileFile !== null) return loadOffice({ profileFile, configDir });
  if (chosen?.from === 'elsewhere') return loadOfficeDocument({ ...chosen, configDir });
  const name = chosen === null ? `${NO_OFFICE}.json` : join('offices', `${chosen.officeId}.json`);
  return loadOffice({ profileFile: join(configDir, name), configDir });
}

function readKept(dataDir: string): LoadedOffice | null {
  const json = readChecked(join(dataDir, KEPT_FILE));
  return json === null ? null : readKeptOffice(json);
}

function readChecked(file: string): string | null {
  try {
    return existsSync(file) ? readCheckedFile(file) : null;
  } catch {
    // An unreadable copy counts as missing.
    return null;
  }
}
