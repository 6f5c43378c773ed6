import type { Carried } from '../../config/carried.ts';
import {
  type LoadedOffice,
  loadAppearance,
  loadOfficeDocument,
  loadPrinterProfile,
  loadScannerProfile,
} from '../../config/load.ts';
import { PrinterProfile } from '../../hardware/printer/profile.ts';
import { ScannerProfile } from '../../hardware/scanner/profile.ts';
import type { Appearance } from '../contract/kiosk/appearance.ts';
import type { DeviceFile } from '../contract/kiosk/device-file.ts';
import type { StartFault } from '../contract/kiosk/kiosk-api.ts';
import type { OwnOfficeVersion } from '../contract/kiosk/own-office.ts';
import type { OfficeProfile } from '../contract/shared/office-profile.ts';
import { holdingOwn } from '../domain/own-office.ts';
import { type Result, succeed } from '../domain/result.ts';
import type { ServiceDay } from '../domain/time-label.ts';
import type { Log } from '../ports/log.ts';
import type { StoreFailure } from '../ports/store-failure.ts';
import type { CoreOptions } from './arguments.ts';
import type { KioskStore } from './kiosk-store.ts';
import { type PrinterToOpen, printerOf, type ScannerToOpen, scannerOf } from './proven-devices.ts';

/** Kept in an event. */
const LONGEST_REASON = 200;
/** The printer that is tried first. */
export const MAIN = 'main';

interface NamedPrinter extends PrinterToOpen {
  id: string;
}

/** What a profile and the command line say that stands here, read from `config`. */
export interface OfficeParts {
  /** In the order they are tried: `main`, then `second`. */
  printers: NamedPrinter[];
  /** `null` in an office without one; a `wedge` is the shell's to read. */
  scanner: ScannerToOpen | 'wedge' | null;
  appearance: Appearance;
}

/** The office of this machine's own profile. */
export interface LocalOffice {
  office: LoadedOffice;
  /** `null` where something of it cannot be read, and only what was proven here may stand for it. */
  parts: OfficeParts | null;
  /** What it has brought along, where it came from elsewhere. */
  carried: Carried;
  /** Why the profile is not used, and the copy of the last good one is; `null` where it is used. */
  fault: StartFault | null;
}

/** What this run works with, as its master has it. */
interface BaseOffice extends OfficeParts {
  office: LoadedOffice;
  /** Of the profile from the centre; `null` for the one of this machine. */
  version: number | null;
}

/** With what a technician said of it at the screen. */
export interface ChosenOffice extends BaseOffice {
  /** The office without that. */
  base: OfficeProfile;
  /** The version said here that is used; `null` where the base is. */
  own: number | null;
  /** The one that was looked at, used or not. */
  ownSeen: number | null;
  /** What offices of this kiosk have brought along that is used in this run. */
  carried: Carried;
}

/**
 * The centre's profile that holds today; where it cannot be used here, the one before it, and last the one of this machine. A version that
 * cannot be used is reported to the centre and not tried again. Which printer and reader of codes stand here, the command line knows best,
 * then the device file, then the centre, then this machine's profile; which panel, the command line, the centre, the profile; where the journal and the centre are is this machine's alone to say.
 * `versions` are what technicians said of the office at this screen, which stands before all of them on the one it was said of.
 */
export function chooseOffice(
  local: LocalOffice,
  kept: KioskStore,
  options: CoreOptions,
  devices: DeviceFile,
  versions: readonly OwnOfficeVersion[],
  log: Log,
): Result<ChosenOffice, StartFault> {
  const proven = provenDevices(devices, options.configDir, log);
  const serviceDay = kept.store.today.reached();
  const candidates = kept.centre.profilesFor(serviceDay);
  const withOwn = (base: BaseOffice): ChosenOffice =>
    ownOn(base, versions, serviceDay, {
      read: (profile) => readParts(options, profile, local.office.profile, proven),
      configDir: options.configDir,
      carried: local.carried,
      log,
    });
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

/** The office with what was said of it here for this service day; where that cannot be used any more, without it. */
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

/** A kiosk that stands in another office now keeps what was said of the one before. */
export const ofOffice = (versions: readonly OwnOfficeVersion[], officeId: string): readonly OwnOfficeVersion[] =>
  versions.filter((version) => version.officeId === officeId);

/** All that a profile of this machine and the command line name; the first fault in it. */
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

/** The same where devices were proven of which those parts do not know. */
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

/** What was proven here and can still be opened as it was; the rest is logged, and what the office's profile says stands in its place. */
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

/** What the disk refuses here is tried again at the next start. */
function answered(saved: Result<null, StoreFailure>, log: Log): void {
  if (!saved.ok) log.event(saved.error.kind, { detail: saved.error.detail });
}
