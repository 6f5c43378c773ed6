import type { LinkTrouble } from './contract.ts';
import { type CallOff, startDeadline } from './deadline.ts';

/** One connection of one kind of link: an open socket, port or file. `WireSession` adds the queue and the deadlines that all kinds need. */
export interface Wire {
  /**
   * Hands one piece to the operating system, which calls `taken` once it accepted the piece. The caller waits for `opened` and for the
   * previous `taken`.
   */
  write(piece: Uint8Array, taken: () => void): void;
  /** Ends the connection once the device has received all bytes that the operating system accepted. */
  end(): void;
  /** Ends at once and may lose data. May be called at any time and repeatedly. */
  destroy(): void;
}

/** The events of a wire. None fires inside the call of `OpenWire`. Each may fire repeatedly, and also after `destroy`. */
export interface WireEvents {
  opened(): void;
  bytes(bytes: Uint8Array): void;
  lost(trouble: LinkTrouble): void;
  /** The wire has released all resources, so another wire to the same device may be opened. */
  over(): void;
}

export type OpenWire = (events: WireEvents) => Wire;

export interface ConnectionTiming {
  connectTimeoutMs: number;
  /** Milliseconds during which a device may accept no byte before the connection counts as lost. */
  blockedAfterMs: number;
  /** Milliseconds during which a closing connection may accept no byte, or fail to end, before the rest is dropped. */
  farewellMs: number;
}

export interface Connection {
  send(bytes: Uint8Array): boolean;
  dropUnsent(): void;
  /** Sends the bytes that `send` accepted and `dropUnsent` did not drop, then ends. Calls no listener after this. */
  leave(): void;
  over: Promise<void>;
}

export interface ConnectionListeners {
  opened(): void;
  bytes(bytes: Uint8Array): void;
  lost(trouble: LinkTrouble): void;
}

export function openConnection(
  openWire: OpenWire,
  { pieceBytes, timing }: { pieceBytes: number; timing: ConnectionTiming },
  on: ConnectionListeners,
): Connection {
  return new WireSession(openWire, pieceBytes, timing, on);
}

class WireSession implements Connection {
  readonly over: Promise<void>;
  readonly #wire: Wire;
  readonly #pieceBytes: number;
  readonly #timing: ConnectionTiming;
  readonly #on: ConnectionListeners;
  #at: 'opening' | 'open' | 'leaving' | 'lost' = 'opening';
  #pieces: Uint8Array[] = [];
  #isWriting = false;
  #callOffDeadline: CallOff | undefined;

  constructor(openWire: OpenWire, pieceBytes: number, timing: ConnectionTiming, on: ConnectionListeners) {
    this.#pieceBytes = pieceBytes;
    this.#timing = timing;
    this.#on = on;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.over = promise;
    this.#wire = openWire({
      opened: () => {
        if (this.#at !== 'opening') return;
        this.#callOffDeadline?.();
        this.#at = 'open';
        on.opened();
      },
      bytes: (bytes) => {
        if (this.#at === 'open') on.bytes(bytes);
      },
      lost: (trouble) => this.#lose(trouble),
      over: () => {
        this.#lose('failed');
        this.#callOffDeadline?.();
        resolve();
      },
    });
    this.#limit(timing.connectTimeoutMs, 'no-answer');
  }

  send(bytes: Uint8Array): boolean {
    if (this.#at !== 'open') return false;
    for (let start = 0; start < bytes.length; start += this.#pieceBytes)
      this.#pieces.push(bytes.subarray(start, start + this.#pieceBytes));
    if (!this.#isWriting) this.#writeNext();
    return true;
  }

  dropUnsent(): void {
    if (this.#at === 'open') this.#pieces = [];
  }

  leave(): void {
    if (this.#at === 'leaving' || this.#at === 'lost') return;
    const wasOpen = this.#at === 'open';
    this.#at = 'leaving';
    this.#limit(this.#timing.farewellMs, 'blocked');
    if (!wasOpen) this.#wire.destroy();
    else if (!this.#isWriting) this.#endGently();
  }

  #limit(ms: number, trouble: LinkTrouble): void {
    this.#callOffDeadline?.();
    this.#callOffDeadline = startDeadline(ms, () => {
      this.#lose(trouble);
      this.#wire.destroy();
    });
  }

  #lose(trouble: LinkTrouble): void {
    const wasInUse = this.#at === 'opening' || this.#at === 'open';
    this.#at = 'lost';
    this.#pieces = [];
    if (!wasInUse) return;
    this.#callOffDeadline?.();
    this.#on.lost(trouble);
  }

  #endGently(): void {
    this.#limit(this.#timing.farewellMs, 'blocked');
    this.#wire.end();
  }

  #writeNext(): void {
    const piece = this.#pieces.shift();
    if (piece === undefined) {
      if (this.#at === 'leaving') this.#endGently();
      return;
    }
    this.#isWriting = true;
    this.#limit(this.#at === 'leaving' ? this.#timing.farewellMs : this.#timing.blockedAfterMs, 'blocked');
    this.#wire.write(piece, () => {
      this.#isWriting = false;
      if (this.#at === 'lost') return;
      if (this.#at === 'open') this.#callOffDeadline?.();
      this.#writeNext();
    });
  }
}
