import { join } from 'node:path';
import type { LinkAddress } from '../link/address.ts';
import { findAnnounced } from './announced.ts';
import type { DeviceIdentity, LocalDevice } from './contract.ts';
import { pickDevice } from './identity.ts';
import { findLocalDevices } from './local.ts';

export interface KnownDevice {
  identity: DeviceIdentity;
  address: LinkAddress;
}

export interface LocateOptions {
  root?: string;
  /** Called after each search of this machine with all devices found and the wanted one, or `null` if it is missing. */
  onLook?: (found: readonly LocalDevice[], device: LocalDevice | null) => void;
}

/**
 * At every third try the locator searches the network for the printer's name. At the other tries it returns the last address, because the
 * printer is probably only switched off.
 */
const TRIES_AT_ONE_ADDRESS = 3;

/** Returns a function that finds the present address of a known device. It resolves to `null` while a serial or USB device is missing. */
export function createLocator(known: KnownDevice, options: LocateOptions): () => Promise<LinkAddress | null> {
  return known.identity.by === 'usb' || known.identity.by === 'board'
    ? () => locateHere(known, options)
    : createNetworkLocator(known);
}

async function locateHere({ identity, address }: KnownDevice, { root = '/', onLook }: LocateOptions) {
  if (address.kind === 'tcp') return address;
  const found = await findLocalDevices({ root });
  const device = pickDevice(
    identity,
    found.filter(({ kind }) => kind === address.kind),
  );
  onLook?.(found, device);
  return device === null ? null : { ...address, path: join(root, device.path) };
}

function createNetworkLocator({ identity, address }: KnownDevice): () => Promise<LinkAddress> {
  let last = address;
  let tries = 0;
  return async () => {
    tries += 1;
    if (identity.by !== 'announced' || tries % TRIES_AT_ONE_ADDRESS !== 0) return last;
    const device = pickDevice(identity, await findAnnounced());
    if (device !== null) last = { kind: 'tcp', host: device.host, port: device.port };
    return last;
  };
}
