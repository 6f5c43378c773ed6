import { type Connection, type ConnectionTiming, type OpenWire, openConnection } from './connection.ts';
import type { Link, LinkState, LinkTrouble } from './contract.ts';
import { createListeners } from './listeners.ts';

export interface LinkTiming extends ConnectionTiming {
  /**
   * Pause after the first failed connection. The pause doubles with each failure, and half of each pause is random so that many kiosks do
   * not reconnect at once.
   */
  firstRetryMs: number;
  lastRetryMs: number;
}

const DEFAULT_TIMING: LinkTiming = {
  connectTimeoutMs: 2_000,
  // The time is longer than any pause a printer makes by itself: a hot head cools in about 20 s.
  blockedAfterMs: 30_000,
  farewellMs: 2_000,
  firstRetryMs: 200,
  lastRetryMs: 5_000,
};

export interface WireTraits {
  openWire: OpenWire;
  pieceBytes: number;
  bytesPerS: number | null;
}

/**
 * Creates a link that opens one wire at a time, because most devices serve one host at a time and a serial port stays locked for a moment
 * after it was closed. The link connects only after `start`, then reconnects until `close`.
 */
export function createLink(wire: WireTraits, given: Partial<LinkTiming> = {}): Link {
  const link = new ReconnectingLink(wire, { ...DEFAULT_TIMING, ...given });
  return {
    bytesPerS: wire.bytesPerS,
    state: () => link.state(),
    start: () => link.start(),
    send: (bytes) => link.send(bytes),
    dropUnsent: () => link.dropUnsent(),
    onBytes: (listener) => link.onBytes(listener),
    onState: (listener) => link.onState(listener),
    restart: () => link.restart(),
    close: () => link.close(),
  };
}

class ReconnectingLink {
  readonly #wire: WireTraits;
  readonly #timing: LinkTiming;
  readonly #bytesListeners = createListeners<Uint8Array>();
  readonly #stateListeners = createListeners<LinkState>();
  #state: LinkState = { kind: 'closed', trouble: null };
  #phase: 'new' | 'started' | 'ended' = 'new';
  #session: Connection | null = null;
  /** Resolves when the previous session has released everything. */
  #previousOver: Promise<void> = Promise.resolve();
  #retry: NodeJS.Timeout | undefined;
  /** Number of the latest planned reconnection; a plan with an older number does nothing when its time comes. */
  #planNo = 0;
  #failures = 0;

  constructor(wire: WireTraits, timing: LinkTiming) {
    this.#wire = wire;
    this.#timing = timing;
  }

  state(): LinkState {
    return this.#state;
  }

  start(): void {
    if (this.#phase === 'ended') throw new Error('this link was closed');
    if (this.#phase === 'started') return;
    this.#phase = 'started';
    this.#connect();
  }

  send(bytes: Uint8Array): boolean {
    return this.#session?.send(bytes) ?? false;
  }

  dropUnsent(): void {
    this.#session?.dropUnsent();
  }

  onBytes(listener: (bytes: Uint8Array) => void): () => void {
    return this.#bytesListeners.add(listener);
  }

  onState(listener: (state: LinkState) => void): () => void {
    return this.#stateListeners.add(listener);
  }

  restart(): void {
    const isRestarting = this.#session === null && this.#state.kind === 'opening';
    if (this.#phase !== 'started' || isRestarting) return;
    this.#leave();
    this.#plan(0);
    this.#enter({ kind: 'opening' });
  }

  async close(): Promise<void> {
    this.#leave();
    if (this.#phase !== 'ended') {
      this.#phase = 'ended';
      this.#enter({ kind: 'closed', trouble: null });
    }
    await this.#previousOver;
  }

  #enter(next: LinkState): void {
    this.#state = next;
    this.#stateListeners.tell(next);
  }

  #connect(): void {
    this.#session = openConnection(
      this.#wire.openWire,
      { pieceBytes: this.#wire.pieceBytes, timing: this.#timing },
      {
        opened: () => this.#enter({ kind: 'open' }),
        bytes: (bytes) => {
          // Only received bytes reset the back-off: a device that serves another host accepts and hangs up without a byte.
          this.#failures = 0;
          this.#bytesListeners.tell(bytes);
        },
        lost: (trouble) => this.#retryAfter(trouble),
      },
    );
    this.#previousOver = this.#session.over;
    if (this.#state.kind !== 'opening') this.#enter({ kind: 'opening' });
  }

  #retryAfter(trouble: LinkTrouble): void {
    this.#session = null;
    const ceilingMs = Math.min(this.#timing.lastRetryMs, this.#timing.firstRetryMs * 2 ** this.#failures);
    this.#failures = Math.min(this.#failures + 1, 16);
    this.#plan(ceilingMs * (0.5 + Math.random() / 2));
    this.#enter({ kind: 'closed', trouble });
  }

  #plan(afterMs: number): void {
    const mine = ++this.#planNo;
    void this.#previousOver.then(() => {
      if (mine !== this.#planNo) return;
      if (afterMs === 0) this.#connect();
      else this.#retry = setTimeout(() => this.#connect(), afterMs);
    });
  }

  #leave(): void {
    this.#planNo += 1;
    clearTimeout(this.#retry);
    this.#session?.leave();
    this.#session = null;
  }
}
