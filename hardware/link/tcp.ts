import { Socket } from 'node:net';
import type { Link, LinkState, LinkTrouble } from './contract.ts';

export interface TcpLinkOptions {
  /** IP address: a name would wait for DNS while the network is down. */
  host: string;
  port: number;
  connectTimeoutMs?: number;
}

const FIRST_RETRY_MS = 200;
const LAST_RETRY_MS = 5_000;
const KEEP_ALIVE_MS = 10_000;
/** How long a device may take to close its side before the socket is dropped. */
const FAREWELL_MS = 2_000;

const TROUBLE_OF_ERRNO: Readonly<Record<string, LinkTrouble>> = {
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'no-route',
  ENETUNREACH: 'no-route',
  ENETDOWN: 'no-route',
  EADDRNOTAVAIL: 'no-route',
  ETIMEDOUT: 'no-answer',
  ECONNRESET: 'closed-by-device',
  EPIPE: 'closed-by-device',
};

/**
 * One long-lived connection to a device's raw port. Nothing is tried before `start`; from then on it reconnects without end,
 * after 0.2 s at first and at most 5 s, half of it random so that a street of kiosks does not knock in step.
 */
export function openTcpLink({ host, port, connectTimeoutMs = 2_000 }: TcpLinkOptions): Link {
  const bytesListeners = new Set<(bytes: Uint8Array) => void>();
  const stateListeners = new Set<(state: LinkState) => void>();
  let state: LinkState = { kind: 'closed', trouble: null };
  let socket: Socket | null = null;
  let farewell: Promise<void> | null = null;
  let retry: NodeJS.Timeout | undefined;
  let failures = 0;
  let phase: 'new' | 'started' | 'ended' = 'new';

  function enter(next: LinkState): void {
    state = next;
    for (const listener of stateListeners) listener(next);
  }

  function connect(): void {
    const fresh = new Socket();
    socket = fresh;
    let trouble: LinkTrouble = 'closed-by-device';
    const deadline = setTimeout(() => {
      trouble = 'no-answer';
      fresh.destroy();
    }, connectTimeoutMs);
    fresh.setNoDelay(true);
    fresh.setKeepAlive(true, KEEP_ALIVE_MS);
    fresh.on('data', (bytes) => {
      if (socket !== fresh) return;
      // A device that accepts and hangs up without a word, as with another host connected, does not reset the back-off.
      failures = 0;
      for (const listener of bytesListeners) listener(bytes);
    });
    fresh.on('error', (error: NodeJS.ErrnoException) => {
      trouble = TROUBLE_OF_ERRNO[error.code ?? ''] ?? 'failed';
    });
    fresh.once('connect', () => {
      clearTimeout(deadline);
      if (socket === fresh) enter({ kind: 'open' });
    });
    fresh.once('close', () => {
      clearTimeout(deadline);
      if (socket === fresh) lose(trouble);
    });
    enter({ kind: 'opening' });
    fresh.connect({ host, port });
  }

  function lose(trouble: LinkTrouble): void {
    socket = null;
    const ceilingMs = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** failures);
    failures = Math.min(failures + 1, 16);
    retry = setTimeout(connect, ceilingMs * (0.5 + Math.random() / 2));
    enter({ kind: 'closed', trouble });
  }

  /**
   * Ends a socket without losing what was written: destroying it at once would answer the device's next bytes with a reset, and
   * what the device had not yet read would be gone.
   */
  function retire(old: Socket): Promise<void> {
    return new Promise((resolve) => {
      const patience = setTimeout(() => old.destroy(), FAREWELL_MS);
      old.once('close', () => {
        clearTimeout(patience);
        resolve();
      });
      if (old.connecting) old.destroy();
      else old.end();
    });
  }

  /** Takes the present socket out of use; most printers serve one connection, so the next one waits for this. */
  function leave(): Promise<void> {
    clearTimeout(retry);
    const old = socket;
    socket = null;
    if (old !== null)
      farewell = retire(old).then(() => {
        farewell = null;
      });
    return farewell ?? Promise.resolve();
  }

  return {
    state: () => state,
    start() {
      if (phase === 'ended') throw new Error('this link was closed');
      if (phase === 'started') return;
      phase = 'started';
      connect();
    },
    send(bytes) {
      if (state.kind !== 'open' || socket === null || !socket.writable) return false;
      socket.write(bytes);
      return true;
    },
    onBytes(listener) {
      bytesListeners.add(listener);
      return () => bytesListeners.delete(listener);
    },
    onState(listener) {
      stateListeners.add(listener);
      return () => stateListeners.delete(listener);
    },
    restart() {
      if (phase !== 'started' || farewell !== null) return;
      const left = leave();
      enter({ kind: 'opening' });
      void left.then(() => {
        if (phase === 'started' && socket === null) connect();
      });
    },
    async close() {
      const left = leave();
      if (phase !== 'ended') {
        phase = 'ended';
        enter({ kind: 'closed', trouble: null });
      }
      await left;
    },
  };
}
