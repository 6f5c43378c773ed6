import type { LinkAddress } from './address.ts';
import type { OpenWire, Wire, WireEvents } from './connection.ts';
import type { Link } from './contract.ts';
import { createLink, type LinkTiming, type WireTraits } from './reconnecting.ts';
import { serialWires } from './serial.ts';
import { tcpWires } from './tcp.ts';
import { usbFileWires } from './usb-file.ts';

type Locate = () => Promise<LinkAddress | null>;

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

/** A wire that locates its device before it opens. */
class FollowingWire implements Wire {
  #inner: Wire | null = null;
  #isUnwanted = false;

  constructor(locate: Locate, openAt: (address: LinkAddress) => OpenWire, events: WireEvents) {
    void this.#find(locate, openAt, events);
  }

  write(piece: Uint8Array, taken: () => void): void {
    this.#inner?.write(piece, taken);
  }

  end(): void {
    if (this.#inner === null) this.#isUnwanted = true;
    else this.#inner.end();
  }

  destroy(): void {
    this.#isUnwanted = true;
    this.#inner?.destroy();
  }

  async #find(locate: Locate, openAt: (address: LinkAddress) => OpenWire, events: WireEvents): Promise<void> {
    const address = await locate();
    if (address !== null && !this.#isUnwanted) {
      this.#inner = openAt(address)(events);
      return;
    }
    events.lost('no-device');
    events.over();
  }
}
