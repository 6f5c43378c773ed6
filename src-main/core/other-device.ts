import type { LocalDevice } from '../../hardware/discovery/contract.ts';
import { pickDevice } from '../../hardware/discovery/identity.ts';
import type { DeviceIdentity } from '../contract/kiosk/device-file.ts';
import type { Log } from '../ports/log.ts';

/** Notices that another device stands where the printer was: a technician is then asked whether it is to be tested. */
export interface OtherDevice {
  /** To be told of each look for the printer, and for which one. */
  look(found: readonly LocalDevice[], printer: LocalDevice | null, wanted: DeviceIdentity): void;
  /** Which device is the reader of codes from now on. */
  scannerIs(scanner: DeviceIdentity): void;
  /** What else there is while the printer is not there; `null` when it is, or when nothing is. */
  now(): LocalDevice | null;
  forget(): void;
}

export function createOtherDevice(scannerAtStart: DeviceIdentity | null, log: Log): OtherDevice {
  let scanner = scannerAtStart;
  let other: LocalDevice | null = null;
  let path: string | null = null;
  /** What stood there at the last look at which the printer did; `null` before the first. */
  let beside: readonly LocalDevice[] | null = null;

  /** A port of the board is always there, with a device or without. */
  function isCandidate(device: LocalDevice, wanted: DeviceIdentity): boolean {
    if (device.identity.by !== 'usb' || (scanner !== null && pickDevice(scanner, [device]) !== null)) return false;
    if (beside !== null) return beside.every(({ identity }) => pickDevice(identity, [device]) === null);
    return device.kind === 'usb' || (wanted.by === 'usb' && device.identity.port === wanted.port);
  }

  return {
    look(found, printer, wanted) {
      if (printer !== null) {
        if (path !== null && printer.path !== path) log.event('device-moved', { path: printer.path });
        path = printer.path;
        beside = found;
      }
      const next = printer === null ? (found.find((device) => isCandidate(device, wanted)) ?? null) : null;
      if (next !== null && next.path !== other?.path) log.event('other-printer', { name: next.name, path: next.path });
      other = next;
    },
    scannerIs(identity) {
      scanner = identity;
    },
    now: () => other,
    forget() {
      other = null;
      path = null;
      beside = null;
    },
  };
}
