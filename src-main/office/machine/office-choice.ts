import { PrinterProfile } from '../../../hardware/printer/profile.ts';
import { ScannerProfile } from '../../../hardware/scanner/profile.ts';
import type { Carried } from '../../configuration/carried.ts';
import {
  type LoadedOffice,
  loadAppearance,
  loadOfficeDocument,
  loadPrinterProfile,
  loadScannerProfile,
} from '../../configuration/load.ts';
import type { OfficeProfile } from '../../contract/shared/office-profile.ts';
import type { Panel } from '../../contract/shared/panel.ts';
import type { CoreOptions } from '../../core/arguments.ts';
import type { KioskStore } from '../../core/kiosk-store.ts';
import { type Result, succeed } from '../../domain/result.ts';
import type { Log } from '../../ports/log.ts';
import type { StoreFailure } from '../../ports/store-failure.ts';
import type { Appearance } from '../../session/contract/appearance.ts';
import type { StartFault } from '../../session/contract/kiosk-api.ts';
import type { DeviceFile } from '../../technician/contract/device-file.ts';
import {
  type PrinterToOpen,
  printerOf,
  type ScannerToOpen,
  scannerOf,
} from '../../technician/machine/proven-devices.ts';
import type { ServiceDay } from '../../tickets/rules/time-label.ts';
import type { OwnOfficeVersion } from '../contract/own-office.ts';
import { holdingOwn } from '../rules/own-office.ts';

const LONGEST_REASON = 200;
export const MAIN = 'main';

interface NamedPrinter extends PrinterToOpen {
  id: string;
}

/** The devices and the appearance that a profile or the command line names, read from the configuration folder. */
export interface OfficeParts {
  printers: NamedPrinter[];
  /** The code reader; `null`: the office has none. `wedge`: a reader that types like a keyboard, which the shell reads. */
  scanner: ScannerToOpen | 'wedge' | null;
  appearance: Appearance;
}

export interface LocalOffice {
  office: LoadedOffice;
  /**
   * The office's devices and appearance. `null`: a device or the appearance cannot be read. If the centre has sent no usable profile, the
   * kiosk then starts only if a device that a technician has tested replaces an unreadable device.
   */
  parts: OfficeParts | null;
  carried: Carried;
  /** Why the kiosk uses its copy of the last valid profile; `null` if it uses the profile itself. */
  fault: StartFault | null;
}

/** The office of this run before the technician's changes. */
interface BaseOffice extends OfficeParts {
  office: LoadedOffice;
  /** Version of the centre's profile; `null` if the profile of this machine is used. */
  version: number | null;
}

/** The office of this run after the technician's changes. */
export interface ChosenOffice extends BaseOffice {
  /** The profile before the technician's changes. */
  base: OfficeProfile;
  /** The technician's version that this run uses; `null` for the profile without changes. */
  own: number | null;
  /** The technician's version that this run tried to use, successfully or not; `null`: there was none. */
  ownSeen: number | null;
  carried: Carried;
}

/**
 * Chooses the profile of this run, the first usable one of: the centre's profile for today, the centre's earlier profiles, this machine's
 * profile. A version of the centre that cannot be used is reported to the centre and not tried again. `versions` are the technician's
 * changes: each applies only to the profile for which it was made.
 * The sources of the parts, in sequence:
 * - printer and code reader: command line, device file, centre, this machine's profile;
 * - panel: command line, measurement at this kiosk (unless the command line names a profile), chosen profile, this machine's profile;
 * - places of journal and centre: this machine alone.
 */
export function chooseOffice(
  local: LocalOffice,
  kept: KioskStore,
  options: CoreOptions,
  devices: DeviceFile,
  measured: Panel | null,
  versions: readonly OwnOfficeVersion[],
  log: Log,
): Result<ChosenOffice, StartFault> {
  const panel = options.panel === undefined && options.profileFile === null ? measured : null;
  const proven = provenDevices(devices, options.configDir, log);
  const serviceDay = kept.store.today.reached();
  const candidates = kept.centre.profilesFor(serviceDay);
  const withOwn = (base: BaseOffice): ChosenOffice => {
    const chosen = ownOn(base, versions, serviceDay, {
      read: (profile) => readParts(options, profile, local.office.profile, proven),
      configDir: options.configDir,
      carried: local.carried,
      log,
    });
    return panel === null ? chosen : { ...chosen, appearance: { ...chosen.appearance, panel } };
  };
  for (const { version, document } of candidates) {
    const office = loadOfficeDocument({ document, configDir: options.configDir, carried: local.carried });
    const parts = office.ok ? readParts(options, office.value.profile, local.office.profile, proven) : office;
    if (office.ok && parts.ok) {
      const { zone, retention } = office.value.profile;
      kept.use({ zone, configVersion: version, retention });
      answered(kept.centre.profileApplied(version), log);
      return succeed(withOwn({ office: office.value, ...parts.value, version }));
    }
    const detail = parts.ok ? '' : parts.error.detail.slice(0, LONGEST_REASON);
    log.event('profile-refused', { version, detail });
    answered(kept.centre.refuseProfile(version, detail), log);
  }
  const { profile } = local.office;
  const parts =
    local.parts === null
      ? readParts(options, profile, profile, proven)
      : succeed(withProven(local.parts, options, proven));
  if (!parts.ok) return parts;
  kept.use({ zone: profile.zone, configVersion: null, retention: profile.retention });
  return succeed(withOwn({ office: local.office, ...parts.value, version: null }));
}

interface OwnParts {
  read(profile: OfficeProfile): Result<OfficeParts, StartFault>;
  configDir: string;
  carried: Carried;
  log: Log;
}

/** Applies the technician's version for this service day; leaves the office unchanged if that version cannot be used. */
function ownOn(
  base: BaseOffice,
  versions: readonly OwnOfficeVersion[],
  serviceDay: ServiceDay,
  { read, configDir, carried: before, log }: OwnParts,
): ChosenOffice {
  const { profile } = base.office;
  const held = holdingOwn(ofOffice(versions, profile.officeId), base.version, serviceDay);
  const carried = [...(held?.carried ?? []), ...before];
  const seen = { base: profile, ownSeen: held?.no ?? null, carried };
  if (held === null || held.document === null) return { ...base, ...seen, own: held?.no ?? null };
  const office = loadOfficeDocument({ document: held.document, configDir, carried });
  const parts = office.ok ? read(office.value.profile) : office;
  if (office.ok && parts.ok) return { ...base, office: office.value, ...parts.value, ...seen, own: held.no };
  log.event('own-office-refused', { no: held.no, detail: parts.ok ? '' : parts.error.detail.slice(0, LONGEST_REASON) });
  return { ...base, ...seen, own: null };
}

export const ofOffice = (versions: readonly OwnOfficeVersion[], officeId: string): readonly OwnOfficeVersion[] =>
  versions.filter((version) => version.officeId === officeId);

export const readLocalParts = (options: CoreOptions, profile: OfficeProfile): Result<OfficeParts, StartFault> =>
  readParts(options, profile, profile, NOTHING_PROVEN);

function readParts(
  options: CoreOptions,
  office: OfficeProfile,
  local: OfficeProfile,
  proven: ProvenDevices,
): Result<OfficeParts, StartFault> {
  const printers = readPrinters(options, proven.printer, office, local);
  if (!printers.ok) return printers;
  const scanner = readScanner(options, proven.scanner, office, local);
  if (!scanner.ok) return scanner;
  const appearance = readAppearance(options, office, local);
  if (!appearance.ok) return appearance;
  return succeed({ printers: printers.value, scanner: scanner.value, appearance: appearance.value });
}

function withProven(parts: OfficeParts, options: CoreOptions, { printer, scanner }: ProvenDevices): OfficeParts {
  const others = parts.printers.filter(({ id }) => id !== MAIN);
  return {
    ...parts,
    printers:
      options.printer === undefined && printer !== null ? [{ id: MAIN, ...printer }, ...others] : parts.printers,
    scanner: options.scanner === undefined && scanner !== null ? scanner : parts.scanner,
  };
}

const readAppearance = (
  { panel, configDir }: CoreOptions,
  { screen, touch, speech }: OfficeProfile,
  local: OfficeProfile,
): Result<Appearance, StartFault> =>
  loadAppearance({ screen, touch, speech, panel: panel ?? screen.panel ?? local.screen.panel, configDir });

interface ProvenDevices {
  printer: PrinterToOpen | null;
  scanner: ScannerToOpen | null;
}

const NOTHING_PROVEN: ProvenDevices = { printer: null, scanner: null };

/**
 * Devices that a technician has tested and whose profile and settings are still valid. An invalid device is logged, and the kiosk uses the
 * device that the office's profile names.
 */
function provenDevices({ printer, scanner }: DeviceFile, configDir: string, log: Log): ProvenDevices {
  const usable = <T>(device: Result<T, { kind: 'device-file-invalid'; detail: string }> | null): T | null => {
    if (device === null || device.ok) return device === null ? null : device.value;
    log.event(device.error.kind, { detail: device.error.detail });
    return null;
  };
  return {
    printer: usable(printer && printerOf(printer, configDir)),
    scanner: usable(scanner && scannerOf(scanner, configDir)),
  };
}

function readScanner(
  { scanner, configDir }: CoreOptions,
  proven: ScannerToOpen | null,
  office: OfficeProfile,
  local: OfficeProfile,
): Result<ScannerToOpen | 'wedge' | null, StartFault> {
  if (scanner === undefined && proven !== null) return succeed(proven);
  const setting = scanner ?? office.scanner ?? local.scanner;
  if (setting === undefined) return succeed(null);
  if (setting.kind === 'wedge') return succeed('wedge');
  const profile = loadScannerProfile({ profileId: setting.profileId, configDir, schema: ScannerProfile });
  return profile.ok ? succeed({ link: setting.link, identity: null, profile: profile.value }) : profile;
}

function readPrinters(
  options: CoreOptions,
  proven: PrinterToOpen | null,
  office: OfficeProfile,
  local: OfficeProfile,
): Result<NamedPrinter[], StartFault> {
  const named = office.printer ? office : local;
  const wanted = [
    { id: MAIN, setting: options.printer ?? named.printer },
    { id: 'second', setting: office.secondPrinter ?? named.secondPrinter },
  ];
  const found: NamedPrinter[] = [];
  for (const { id, setting } of wanted) {
    if (id === MAIN && options.printer === undefined && proven !== null) {
      found.push({ id, ...proven });
      continue;
    }
    if (!setting) continue;
    const { profileId } = setting;
    const profile = loadPrinterProfile({ profileId, configDir: options.configDir, schema: PrinterProfile });
    if (!profile.ok) return profile;
    found.push({ id, link: setting.link, identity: null, profile: profile.value });
  }
  return succeed(found);
}

function answered(saved: Result<null, StoreFailure>, log: Log): void {
  if (!saved.ok) log.event(saved.error.kind, { detail: saved.error.detail });
}
