import type { Link, LinkState, LinkTrouble } from './contract.ts';
import { type OpenWire, openSession, type Session, type SessionTiming } from './session.ts';

export interface LinkTiming extends SessionTiming {
  /** The pause after the first failure; it doubles with each, half of it random, so that a street of kiosks does not knock in step. */
  firstRetryMs: number;
  lastRetryMs: number;
}

const DEFAULT_TIMING: LinkTiming = {
  connectTimeoutMs: 2_000,
  // Longer than any pause a printer makes by itself: a hot head cools in some 20 s.
  blockedAfterMs: 30_000,
  farewellMs: 2_000,
  firstRetryMs: 200,
  lastRetryMs: 5_000,
};

export interface WireFacts {
  openWire: OpenWire;
  /** The most that is handed to the operating system at once. */
  pieceBytes: number;
  bytesPerS: number | null;
}

/**
 * A link of any kind over the wires it opens, one after the other and never two at once: most devices serve one host, and a port's
 * lock outlives its last use by a moment. Nothing is tried before `start`; from then on it reconnects without end.
 */
export function createLink({ openWire, pieceBytes, bytesPerS }: WireFacts, given: Partial<LinkTiming> = {}): Link {
  const timing: LinkTiming = { ...DEFAULT_TIMING, ...given };
  const bytesListeners = new Set<(bytes: Uint8Array) => void>();
  const stateListeners = new Set<(state: LinkState) => void>();
  let state: LinkState = { kind: 'closed', trouble: null };
  let phase: 'new' | 'started' | 'ended' = 'new';
  let session: Session | null = null;
  /** Settles when the last session has given everything back. */
  let previousOver: Promise<void> = Promise.resolve();
  let retry: NodeJS.Timeout | undefined;
  /** Of the connection that is planned; a later plan makes an earlier one void. */
  let planNo = 0;
  let failures = 0;

  function enter(next: LinkState): void {
    state = next;
    for (const listener of [...stateListeners]) listener(next);
  }

  function connect(): void {
    session = openSession(
      openWire,
      { pieceBytes, timing },
      {
        opened: () => enter({ kind: 'open' }),
        bytes(bytes) {
          // A device that accepts and hangs up without a word, as with another host connected, does not reset the back-off.
          failures = 0;
          for (const listener of [...bytesListeners]) listener(bytes);
        },
        lost: retryAfter,
      },
    );
    previousOver = session.over;
    if (state.kind !== 'opening') enter({ kind: 'opening' });
  }

  function retryAfter(trouble: LinkTrouble): void {
    session = null;
    const ceilingMs = Math.min(timing.lastRetryMs, timing.firstRetryMs * 2 ** failures);
    failures = Math.min(failures + 1, 16);
    plan(ceilingMs * (0.5 + Math.random() / 2));
    enter({ kind: 'closed', trouble });
  }

  function plan(afterMs: number): void {
    const mine = ++planNo;
    void previousOver.then(() => {
      if (mine !== planNo) return;
      if (afterMs === 0) connect();
      else retry = setTimeout(connect, afterMs);
    });
  }

  /** Takes the present connection, or the planned one, out of use. */
  function leave(): void {
    planNo += 1;
    clearTimeout(retry);
    session?.leave();
    session = null;
  }

  return {
    bytesPerS,
    state: () => state,
    start() {
      if (phase === 'ended') throw new Error('this link was closed');
      if (phase === 'started') return;
      phase = 'started';
      connect();
    },
    send: (bytes) => session?.send(bytes) ?? false,
    dropUnsent: () => session?.dropUnsent(),
    onBytes(listener) {
      bytesListeners.add(listener);
      return () => bytesListeners.delete(listener);
    },
    onState(listener) {
      stateListeners.add(listener);
      return () => stateListeners.delete(listener);
    },
    restart() {
      const isRestarting = session === null && state.kind === 'opening';
      if (phase !== 'started' || isRestarting) return;
      leave();
      plan(0);
      enter({ kind: 'opening' });
    },
    async close() {
      leave();
      if (phase !== 'ended') {
        phase = 'ended';
        enter({ kind: 'closed', trouble: null });
      }
      await previousOver;
    },
  };
}
