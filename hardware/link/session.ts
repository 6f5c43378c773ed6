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

export interface SessionTiming {
  /** For opening. */
  connectTimeoutMs: number;
  /** How long a device may take no byte before the connection is given up. */
  blockedAfterMs: number;
  /** How long an ending connection may take no byte, or not end, before the rest is given up. */
  farewellMs: number;
}

export interface Session {
  send(bytes: Uint8Array): boolean;
  dropUnsent(): void;
  /** Lets what is under way go out and ends. No listener is called from here on. */
  leave(): void;
  /** Settles when everything is given back. */
  over: Promise<void>;
}

export interface SessionListeners {
  opened(): void;
  bytes(bytes: Uint8Array): void;
  /** At most once, and not after `leave`. */
  lost(trouble: LinkTrouble): void;
}

/** One connection from its opening to its end, with a deadline at every stage. */
export function openSession(
  openWire: OpenWire,
  { pieceBytes, timing }: { pieceBytes: number; timing: SessionTiming },
  on: SessionListeners,
): Session {
  const { promise: over, resolve: settle } = Promise.withResolvers<void>();
  let at: 'opening' | 'open' | 'leaving' | 'lost' = 'opening';
  let pieces: Uint8Array[] = [];
  let isWriting = false;
  let deadline: NodeJS.Timeout | undefined;

  const wire = openWire({
    opened() {
      if (at !== 'opening') return;
      clearTimeout(deadline);
      at = 'open';
      on.opened();
    },
    bytes(bytes) {
      if (at === 'open') on.bytes(bytes);
    },
    lost: lose,
    over() {
      lose('failed');
      clearTimeout(deadline);
      settle();
    },
  });
  limit(timing.connectTimeoutMs, 'no-answer');

  function limit(ms: number, trouble: LinkTrouble): void {
    clearTimeout(deadline);
    deadline = setTimeout(() => {
      lose(trouble);
      wire.destroy();
    }, ms);
  }

  function lose(trouble: LinkTrouble): void {
    const wasInUse = at === 'opening' || at === 'open';
    at = 'lost';
    pieces = [];
    if (!wasInUse) return;
    clearTimeout(deadline);
    on.lost(trouble);
  }

  function endGently(): void {
    limit(timing.farewellMs, 'blocked');
    wire.end();
  }

  function writeNext(): void {
    const piece = pieces.shift();
    if (piece === undefined) {
      if (at === 'leaving') endGently();
      return;
    }
    isWriting = true;
    limit(at === 'leaving' ? timing.farewellMs : timing.blockedAfterMs, 'blocked');
    wire.write(piece, () => {
      isWriting = false;
      if (at === 'lost') return;
      if (at === 'open') clearTimeout(deadline);
      writeNext();
    });
  }

  return {
    over,
    send(bytes) {
      if (at !== 'open') return false;
      for (let start = 0; start < bytes.length; start += pieceBytes)
        pieces.push(bytes.subarray(start, start + pieceBytes));
      if (!isWriting) writeNext();
      return true;
    },
    dropUnsent() {
      if (at === 'open') pieces = [];
    },
    leave() {
      if (at === 'leaving' || at === 'lost') return;
      const wasOpen = at === 'open';
      at = 'leaving';
      limit(timing.farewellMs, 'blocked');
      if (!wasOpen) wire.destroy();
      else if (!isWriting) endGently();
    },
  };
}
