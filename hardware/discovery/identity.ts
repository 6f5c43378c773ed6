import type { DeviceIdentity } from './contract.ts';

function isSameDevice(a: DeviceIdentity, b: DeviceIdentity): boolean {
  if (a.by === 'usb' && b.by === 'usb')
    return (
      a.vendorId === b.vendorId && a.productId === b.productId && a.serialNumber === b.serialNumber && a.part === b.part
    );
  if (a.by === 'board' && b.by === 'board') return a.path === b.path;
  if (a.by === 'announced' && b.by === 'announced') return a.name === b.name;
  if (a.by === 'address' && b.by === 'address')
    return a.mac !== null && b.mac !== null ? a.mac === b.mac : a.host === b.host && a.port === b.port;
  return false;
}

/**
 * Returns the device in `found` that has the identity `wanted`, or `null`. Several devices match if they are of one model and report no
 * serial number. The socket then decides: the one device in the USB socket of `wanted` is returned, otherwise `null`.
 */
export function pickDevice<D extends { identity: DeviceIdentity }>(
  wanted: DeviceIdentity,
  found: readonly D[],
): D | null {
  const same = found.filter(({ identity }) => isSameDevice(wanted, identity));
  if (same.length < 2) return same[0] ?? null;
  const inPlace = same.filter(
    ({ identity }) => wanted.by === 'usb' && identity.by === 'usb' && identity.port === wanted.port,
  );
  return inPlace.length === 1 ? (inPlace[0] ?? null) : null;
}
