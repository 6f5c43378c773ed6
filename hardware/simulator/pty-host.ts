import { close, constants, open } from 'node:fs';
import { ReadStream } from 'node:tty';
import type { HostListeners, HostSide } from './host-side.ts';

export class CannotOpen extends Error {
  readonly kind = 'cannot-open';
}

const FLAGS = constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK;
const REOPEN_EVERY_MS = 20;

/**
 * Opens the printer's end of a serial line: `path` is one end of a pair of raw ptys, as made by socat. Reopens a line that was unplugged.
 * Rejects with `CannotOpen`. Node's terminal stream reads the line, because it notices a hang-up; serialport 13 would read on forever.
 */
export async function openPtyForHost(path: string, on: HostListeners): Promise<HostSide> {
  let line: ReadStream | null = null;
  let reachable = true;
  let closed = false;
  let paused = false;
  let reopening: NodeJS.Timeout | undefined;

  async function connect(): Promise<void> {
    const fresh = await openTerminal(path);
    if (closed) {
      fresh.destroy();
      return;
    }
    line = fresh;
    fresh.on('data', (bytes) => {
      if (line === fresh && reachable && typeof bytes !== 'string') on.bytes(bytes);
    });
    fresh.once('close', () => {
      if (line !== fresh) return;
      line = null;
      reconnectSoon();
    });
    if (paused) fresh.pause();
    on.connected();
  }

  function reconnectSoon(): void {
    if (closed) return;
    reopening = setTimeout(() => void connect().catch(reconnectSoon), REOPEN_EVERY_MS);
  }

  await connect();
  return {
    port: 0,
    send(bytes) {
      if (reachable) line?.write(bytes);
    },
    pause() {
      paused = true;
      line?.pause();
    },
    resume() {
      paused = false;
      line?.resume();
    },
    ...WITHOUT_CONNECTIONS,
    setReachable(now) {
      if (now && !reachable) on.connected();
      reachable = now;
    },
    async close() {
      closed = true;
      clearTimeout(reopening);
      const last = line;
      line = null;
      if (last !== null) await shut(last);
    },
  };
}

const WITHOUT_CONNECTIONS = { reset: () => undefined, halfClose: () => undefined };

function shut(stream: ReadStream): Promise<void> {
  return new Promise((resolve) => {
    stream.once('close', () => resolve());
    stream.destroy();
  });
}

function openTerminal(path: string): Promise<ReadStream> {
  return new Promise((resolve, reject) => {
    open(path, FLAGS, (error, file) => {
      if (error) {
        reject(new CannotOpen(error.message));
        return;
      }
      try {
        const stream = new ReadStream(file);
        stream.on('error', () => {
          // The line was unplugged; 'close' follows.
        });
        resolve(stream);
      } catch (failure) {
        // The line was unplugged between opening the file and reading from it.
        close(file, () => reject(new CannotOpen(failure instanceof Error ? failure.message : String(failure))));
      }
    });
  });
}
