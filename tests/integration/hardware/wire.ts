import { once } from 'node:events';
import { createServer, Socket } from 'node:net';

export interface Wire {
  port: number;
  /** Breaks every connection after `byteCount` more bytes from the host, and resolves then. */
  cutAfter(byteCount: number): Promise<void>;
  say(bytes: Uint8Array): void;
  mute(): void;
  unmute(): void;
  close(): Promise<void>;
}

export async function layWire(printerPort: number): Promise<Wire> {
  const hosts = new Set<Socket>();
  let left = Number.POSITIVE_INFINITY;
  let muted = false;
  let onCut = (): void => {};

  const server = createServer((host) => {
    const printer = new Socket();
    hosts.add(host);
    host.on('data', (bytes) => {
      const passed = bytes.subarray(0, left);
      left -= passed.length;
      if (left > 0) printer.write(passed);
      else {
        left = Number.POSITIVE_INFINITY;
        host.pause();
        // The connection breaks after the printer has processed the bytes from before the cut.
        printer.end(passed, () => {
          host.resetAndDestroy();
          onCut();
        });
      }
    });
    printer.on('data', (bytes) => {
      if (!muted && host.writable) host.write(bytes);
    });
    for (const [one, other] of [
      [host, printer],
      [printer, host],
    ] as const) {
      one.on('error', () => {});
      one.once('end', () => other.end());
      one.once('close', () => other.destroySoon());
    }
    host.once('close', () => hosts.delete(host));
    printer.connect(printerPort, '127.0.0.1');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has an address');

  return {
    port: address.port,
    cutAfter(byteCount) {
      left = byteCount;
      return new Promise((resolve) => {
        onCut = resolve;
      });
    },
    say(bytes) {
      for (const host of hosts) host.write(bytes);
    },
    mute() {
      muted = true;
    },
    unmute() {
      muted = false;
    },
    async close() {
      for (const host of hosts) host.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
