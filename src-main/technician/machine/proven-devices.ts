import type { LocalDevice } from '../../../hardware/discovery/contract.ts';
import { createLocator } from '../../../hardware/discovery/locate.ts';
import type { LinkAddress } from '../../../hardware/link/address.ts';
import type { Link } from '../../../hardware/link/contract.ts';
import { openFollowingLink, openLink } from '../../../hardware/link/open.ts';
import { PrinterProfile } from '../../../hardware/printer/profile.ts';
import { ScannerProfile } from '../../../hardware/scanner/profile.ts';
import { loadPrinterProfile, loadScannerProfile } from '../../configuration/load.ts';
import type { SerialScanner } from '../../contract/shared/devices.ts';
import { type Result, refuse, succeed } from '../../domain/result.ts';
import { type DeviceIdentity, learnedOf, type ProvenPrinter, type ProvenScanner } from '../contract/device-file.ts';

/** A device's address and, if a technician has tested the device, the identity by which it is found at any port. */
export interface DevicePlace {
  link: LinkAddress;
  identity: DeviceIdentity | null;
}

export interface PrinterToOpen extends DevicePlace {
  profile: PrinterProfile;
}

export interface ScannerToOpen extends DevicePlace {
  link: SerialScanner['link'];
  profile: ScannerProfile;
}

type Unusable = { kind: 'device-file-invalid'; detail: string };

/**
 * Returns a tested printer: the profile of its model, changed by the settings that the test measured. Refused if the profile cannot be
 * read, or if profile and settings do not fit together any more.
 */
export function printerOf(proven: ProvenPrinter, configDir: string): Result<PrinterToOpen, Unusable> {
  const { profileId, learned, link, identity } = proven;
  const base = loadPrinterProfile({ profileId, configDir, schema: PrinterProfile });
  if (!base.ok) return refuse({ kind: 'device-file-invalid', detail: base.error.detail });
  const profile = PrinterProfile.safeParse({ ...base.value, ...learnedOf(learned) });
  if (profile.success) return succeed({ link, identity, profile: profile.data });
  const [issue] = profile.error.issues;
  return refuse({ kind: 'device-file-invalid', detail: `printer ${issue?.path.join('/')}: ${issue?.message}` });
}

export function scannerOf(proven: ProvenScanner, configDir: string): Result<ScannerToOpen, Unusable> {
  const { setting, identity } = proven;
  const profile = loadScannerProfile({ profileId: setting.profileId, configDir, schema: ScannerProfile });
  if (!profile.ok) return refuse({ kind: 'device-file-invalid', detail: profile.error.detail });
  return succeed({ link: setting.link, identity, profile: profile.value });
}

/** Called after each search with all devices found, and with the device that matches the identity `wanted`, or `null`. */
type OnLook = (found: readonly LocalDevice[], device: LocalDevice | null, wanted: DeviceIdentity) => void;

/** Opens a link; `root` is the folder that contains /dev and /sys. A device with a known identity is found again at another port. */
export function linkTo({ link, identity }: DevicePlace, root: string, onLook: OnLook = () => {}): Link {
  if (identity === null) return openLink(link);
  return openFollowingLink(
    link,
    createLocator({ identity, address: link }, { root, onLook: (found, device) => onLook(found, device, identity) }),
  );
}
