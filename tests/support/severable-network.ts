import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** The network between a kiosk and its centre: bytes pass as they are until it is cut. */
export interface SeverableNetwork {
  readonly url: string;
  /** How many requests have passed whose first line holds `text`. */
  count(text: string): number;
  /** Settles once there are so many. */
  seen(text: string, times?: number): Promise<void>;
  cut(): void;
  mend(): void;
  close(): Promise<void>;
}

export async function openSeverableNetwork(targetUrl: string): Promise<SeverableNetwork> {
  const port = Number(new URL(targetUrl).port);
  const open = new Set<Socket>();
  const watchers = new Set<() => void>();
  let passed = '';
  let isCut = false;
  const server = createServer((near) => {
    if (isCut) {
      near.destroy();
      return;
    }
    const far = connect(port, '127.0.0.1');
    for (const socket of [near, far]) {
      open.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        open.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    near.on('data', (bytes: Buffer) => {
      passed += bytes.toString('latin1');
      for (const watcher of [...watchers]) watcher();
    });
    near.pipe(far).pipe(near);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const count = (text: string): number => passed.split(text).length - 1;
  return {
    count,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen: (text, times = 1) =>
      new Promise((resolve) => {
        const look = () => {
          if (count(text) < times) return;
          watchers.delete(look);
          resolve();
        };
        watchers.add(look);
        look();
      }),
    cut() {
      isCut = true;
      for (const socket of open) socket.destroy();
    },
    mend() {
      isCut = false;
    },
    async close() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
