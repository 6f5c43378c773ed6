import type { LinkAddress } from './address.ts';
import type { OpenWire, Wire, WireEvents } from './connection.ts';

export type Locate = () => Promise<LinkAddress | null>;

/** A wire that locates its device before it opens. */
export class FollowingWire implements Wire {
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
