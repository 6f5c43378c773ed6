import { type LoadedOffice, loadOfficeDocument, loadPrinterProfile } from '../../config/load.ts';
import { PrinterProfile } from '../../hardware/printer/profile.ts';
import type { StartFault } from '../contract/kiosk-api.ts';
import type { OfficeProfile, PrinterSetting } from '../contract/office-profile.ts';
import { type Result, succeed } from '../contract/result.ts';
import type { Log } from '../ports/log.ts';
import type { CoreOptions } from './arguments.ts';
import type { KioskStore } from './kiosk-store.ts';

/** Kept in a fact. */
const LONGEST_REASON = 200;

export interface PrinterToOpen {
  id: string;
  setting: PrinterSetting;
  profile: PrinterProfile;
}

/** What this run works with. */
export interface ChosenOffice {
  office: LoadedOffice;
  /** In the order they are tried: `main`, then `second`. */
  printers: PrinterToOpen[];
  /** Of the profile from the centre; `null` for the one of this machine. */
  version: number | null;
}

/**
 * The centre's profile that holds today; where it cannot be used here, the one before it, and last the one of this machine. A version that
 * cannot be used is told to the centre and not tried again. Which printer stands here, the command line knows best, then the centre,
 * then this machine's profile; where the journal and the centre are is this machine's alone to say.
 */
export function chooseOffice(
  local: LoadedOffice,
  kept: KioskStore,
  options: CoreOptions,
  log: Log,
): Result<ChosenOffice, StartFault> {
  const { configDir } = options;
  const serviceDay = kept.store.serviceDay();
  const candidates = serviceDay.ok ? kept.centre.profilesFor(serviceDay.value) : [];
  for (const { version, document } of candidates) {
    const office = loadOfficeDocument({ document, configDir });
    const printers = office.ok ? readPrinters(options, office.value.profile, local.profile) : office;
    if (office.ok && printers.ok) {
      kept.use({ zone: office.value.profile.zone, configVersion: version });
      kept.centre.profileApplied(version);
      return succeed({ office: office.value, printers: printers.value, version });
    }
    const detail = printers.ok ? '' : printers.error.detail.slice(0, LONGEST_REASON);
    log.error('profile-refused', { version, detail });
    kept.centre.refuseProfile(version, detail);
  }
  const printers = readPrinters(options, local.profile, local.profile);
  return printers.ok ? succeed({ office: local, printers: printers.value, version: null }) : printers;
}

function readPrinters(
  options: CoreOptions,
  office: OfficeProfile,
  local: OfficeProfile,
): Result<PrinterToOpen[], StartFault> {
  const named = office.printer ? office : local;
  const wanted = [
    { id: 'main', setting: options.printer ?? named.printer },
    { id: 'second', setting: office.secondPrinter ?? named.secondPrinter },
  ];
  const found: PrinterToOpen[] = [];
  for (const { id, setting } of wanted) {
    if (!setting) continue;
    const { profileId } = setting;
    const profile = loadPrinterProfile({ profileId, configDir: options.configDir, schema: PrinterProfile });
    if (!profile.ok) return profile;
    found.push({ id, setting, profile: profile.value });
  }
  return succeed(found);
}
