import type { LinkTrouble } from './contract.ts';

/** One connection as a kind of link makes it: an open socket, port or file. The session around it does what all kinds share. */
export interface Wire {
  /** Hands one piece to the operating system and calls `taken` when it has it. Never called before `opened` or for two pieces at once. */
  write(piece: Uint8Array, taken: () => void): void;
  /** Ends once the device has what the operating system took. */
  end(): void;
  /** Ends at once, whatever is lost. May come at any time and more than once. */
  destroy(): void;
}

/** What a wire tells, never from within `OpenWire` itself. All but `over` may come more than once or too late. */
export interface WireEvents {
  opened(): void;
  bytes(bytes: Uint8Array): void;
  /** It is of no more use. */
  lost(trouble: LinkTrouble): void;
  /** Everything it held is given back: another wire to the same device may be opened. */
  over(): void;
}

export type OpenWire = (events: WireEvents) => Wire;

export interface ConnectionTiming {
  /** For opening. */
  connectTimeoutMs: number;
  /** How long a device may take no byte before the connection is given up. */
  blockedAfterMs: number;
  /** How long an ending connection may take no byte, or not end, before the rest is given up. */
  farewellMs: number;
}

export interface Connection {
  send(bytes: Uint8Array): boolean;
  dropUnsent(): void;
  /** Lets what is under way go out and ends. No listener is called from here on. */
  leave(): void;
  /** Settles when everything is given back. */
  over: Promise<void>;
}

export interface ConnectionListeners {
  opened(): void;
  bytes(bytes: Uint8Array): void;
  /** At most once, and not after `leave`. */
  lost(trouble: LinkTrouble): void;
}

/** One connection from its opening to its end, with a deadline at every stage. */
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
  #deadline: NodeJS.Timeout | undefined;

  constructor(openWire: OpenWire, pieceBytes: number, timing: ConnectionTiming, on: ConnectionListeners) {
    this.#pieceBytes = pieceBytes;
    this.#timing = timing;
    this.#on = on;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.over = promise;
    this.#wire = openWire({
      opened: () => {
        if (this.#at !== 'opening') return;
        clearTimeout(this.#deadline);
        this.#at = 'open';
        on.opened();
      },
      bytes: (bytes) => {
        if (this.#at === 'open') on.bytes(bytes);
      },
      lost: (trouble) => this.#lose(trouble),
      over: () => {
        this.#lose('failed');
        clearTimeout(this.#deadline);
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
    clearTimeout(this.#deadline);
    this.#deadline = setTimeout(() => {
      this.#lose(trouble);
      this.#wire.destroy();
    }, ms);
  }

  #lose(trouble: LinkTrouble): void {
    const wasInUse = this.#at === 'opening' || this.#at === 'open';
    this.#at = 'lost';
    this.#pieces = [];
    if (!wasInUse) return;
    clearTimeout(this.#deadline);
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
      if (this.#at === 'open') clearTimeout(this.#deadline);
      this.#writeNext();
    });
  }
}
