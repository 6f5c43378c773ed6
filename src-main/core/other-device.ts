import type { LocalDevice } from '../../hardware/discovery/contract.ts';
import { pickDevice } from '../../hardware/discovery/identity.ts';
import type { DeviceIdentity } from '../contract/kiosk/device-file.ts';
import type { Log } from '../ports/log.ts';

/** Notices that another device stands where the printer was: a technician is then asked whether it is to be tested. */
export interface OtherDevice {
  /** To be told of each look for the printer. */
  look(found: readonly LocalDevice[], printer: LocalDevice | null): void;
  /** What else there is while the printer is not there; `null` when it is, or when nothing is. */
  now(): LocalDevice | null;
  forget(): void;
}

export function createOtherDevice(scanner: DeviceIdentity | null, log: Log): OtherDevice {
  let other: LocalDevice | null = null;
  let path: string | null = null;

  /** A port of the board is always there, with a device or without. */
  const isCandidate = (device: LocalDevice) =>
    device.identity.by === 'usb' && (scanner === null || pickDevice(scanner, [device]) === null);

  return {
    look(found, printer) {
      if (printer !== null && path !== null && printer.path !== path) log.event('device-moved', { path: printer.path });
      path = printer?.path ?? path;
      const next = printer === null ? (found.find(isCandidate) ?? null) : null;
      if (next !== null && next.path !== other?.path) log.event('other-printer', { name: next.name, path: next.path });
      other = next;
    },
    now: () => other,
    forget() {
      other = null;
      path = null;
    },
  };
}
