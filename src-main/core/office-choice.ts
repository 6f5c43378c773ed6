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
import type { OfficeProfile } from '../contract/shared/office-profile.ts';
import { type Result, succeed } from '../domain/result.ts';
import type { Log } from '../ports/log.ts';
import type { StoreFailure } from '../ports/store.ts';
import type { CoreOptions } from './arguments.ts';
import type { KioskStore } from './kiosk-store.ts';
import { type PrinterToOpen, printerOf, type ScannerToOpen, scannerOf } from './proven-devices.ts';

/** Kept in an event. */
const LONGEST_REASON = 200;

interface NamedPrinter extends PrinterToOpen {
  id: string;
}

/** What this run works with. */
export interface ChosenOffice {
  office: LoadedOffice;
  /** In the order they are tried: `main`, then `second`. */
  printers: NamedPrinter[];
  /** `null` in an office without one; a `wedge` is the shell's to read. */
  scanner: ScannerToOpen | 'wedge' | null;
  appearance: Appearance;
  /** Of the profile from the centre; `null` for the one of this machine. */
  version: number | null;
}

/**
 * The centre's profile that holds today; where it cannot be used here, the one before it, and last the one of this machine. A version that
 * cannot be used is reported to the centre and not tried again. Which printer and reader of codes stand here, the command line knows best,
 * then the device file, then the centre, then this machine's profile; which panel, the command line, the centre, the profile; where the journal and the centre are is this machine's alone to say.
 */
export function chooseOffice(
  local: LoadedOffice,
  kept: KioskStore,
  options: CoreOptions,
  devices: DeviceFile,
  log: Log,
): Result<ChosenOffice, StartFault> {
  const { configDir } = options;
  const proven = provenDevices(devices, configDir, log);
  const serviceDay = kept.store.serviceDay();
  const candidates = serviceDay.ok ? kept.centre.profilesFor(serviceDay.value) : [];
  for (const { version, document } of candidates) {
    const office = loadOfficeDocument({ document, configDir });
    const printers = office.ok ? readPrinters(options, proven.printer, office.value.profile, local.profile) : office;
    const scanner = office.ok ? readScanner(options, proven.scanner, office.value.profile, local.profile) : office;
    const appearance = office.ok ? readAppearance(options, office.value.profile, local.profile) : office;
    if (office.ok && printers.ok && scanner.ok && appearance.ok) {
      const { zone, retention } = office.value.profile;
      kept.use({ zone, configVersion: version, retention });
      answered(kept.centre.profileApplied(version), log);
      return succeed({
        office: office.value,
        printers: printers.value,
        scanner: scanner.value,
        appearance: appearance.value,
        version,
      });
    }
    const fault = [printers, scanner, appearance].find((part) => !part.ok);
    const detail = fault === undefined || fault.ok ? '' : fault.error.detail.slice(0, LONGEST_REASON);
    log.event('profile-refused', { version, detail });
    answered(kept.centre.refuseProfile(version, detail), log);
  }
  const printers = readPrinters(options, proven.printer, local.profile, local.profile);
  if (!printers.ok) return printers;
  const scanner = readScanner(options, proven.scanner, local.profile, local.profile);
  if (!scanner.ok) return scanner;
  const appearance = readAppearance(options, local.profile, local.profile);
  if (!appearance.ok) return appearance;
  const { zone, retention } = local.profile;
  kept.use({ zone, configVersion: null, retention });
  return succeed({
    office: local,
    printers: printers.value,
    scanner: scanner.value,
    appearance: appearance.value,
    version: null,
  });
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
    { id: 'main', setting: options.printer ?? named.printer },
    { id: 'second', setting: office.secondPrinter ?? named.secondPrinter },
  ];
  const found: NamedPrinter[] = [];
  for (const { id, setting } of wanted) {
    if (id === 'main' && options.printer === undefined && proven !== null) {
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

/** What is wrong with the printers, the reader of codes or the panel that a profile of this machine and the command line name; `null` when nothing is. */
export function findPartFault(options: CoreOptions, profile: OfficeProfile): StartFault | null {
  const parts = [
    readPrinters(options, null, profile, profile),
    readScanner(options, null, profile, profile),
    readAppearance(options, profile, profile),
  ];
  for (const part of parts) if (!part.ok) return part.error;
  return null;
}

/** What the disk refuses here is tried again at the next start. */
function answered(saved: Result<null, StoreFailure>, log: Log): void {
  if (!saved.ok) log.event(saved.error.kind, { detail: saved.error.detail });
}
