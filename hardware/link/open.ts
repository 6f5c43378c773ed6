import type { LinkAddress } from './address.ts';
import type { Link } from './contract.ts';
import { FollowingWire, type Locate } from './following.ts';
import { createLink, type LinkTiming, type WireTraits } from './reconnecting.ts';
import { serialWires } from './serial.ts';
import { tcpWires } from './tcp.ts';
import { usbFileWires } from './usb-file.ts';

export function openLink(address: LinkAddress, timing: Partial<LinkTiming> = {}): Link {
  return createLink(wiresTo(address), timing);
}

/** Creates a link to a device whose address may change between connections: `locate` supplies the address for each connection. */
export function openFollowingLink(address: LinkAddress, locate: Locate, timing: Partial<LinkTiming> = {}): Link {
  const openAt = (found: LinkAddress) => wiresTo(found).openWire;
  return createLink({ ...wiresTo(address), openWire: (events) => new FollowingWire(locate, openAt, events) }, timing);
}

function wiresTo(address: LinkAddress): WireTraits {
  switch (address.kind) {
    case 'tcp':
      return tcpWires(address);
    case 'serial':
      return serialWires(address);
    case 'usb':
      return usbFileWires(address.path);
  }
}
