import type { LocalDevice } from '../../../hardware/discovery/contract.ts';
import { pickDevice } from '../../../hardware/discovery/identity.ts';
import type { Log } from '../../ports/log.ts';
import type { DeviceIdentity } from '../contract/device-file.ts';

/** Notices that another device is connected in place of the printer, so that the kiosk asks the technician whether to test it. */
export interface OtherDevice {
  look(found: readonly LocalDevice[], printer: LocalDevice | null, wanted: DeviceIdentity): void;
  scannerIs(scanner: DeviceIdentity): void;
  /** The other device while the printer is missing; `null` if the printer is there, or if there is no other device. */
  now(): LocalDevice | null;
  forget(): void;
}

export function createOtherDevice(scannerAtStart: DeviceIdentity | null, log: Log): OtherDevice {
  let scanner = scannerAtStart;
  let other: LocalDevice | null = null;
  let path: string | null = null;
  /** The devices found together with the printer in the last search that found it; `null` before the first. */
  let beside: readonly LocalDevice[] | null = null;

  /**
   * Whether a device may be another printer. Only USB devices count, because a serial port of the board exists with or without a device.
   */
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
