import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A connection between a kiosk and its centre that passes bytes unchanged until the test cuts it. */
export interface SeverableNetwork {
  readonly url: string;
  count(text: string): number;
  /** Resolves once `times` requests whose first line contains `text` have passed. */
  seen(text: string, times?: number): Promise<void>;
  cut(): void;
  /** Requests whose first line contains `text` arrive, but their answers are lost. */
  loseAnswersTo(text: string): void;
  mend(): void;
  close(): Promise<void>;
}

export async function openSeverableNetwork(targetUrl: string): Promise<SeverableNetwork> {
  const port = Number(new URL(targetUrl).port);
  const open = new Set<Socket>();
  const watchers = new Set<() => void>();
  let passed = '';
  let isCut = false;
  let lost: string | null = null;
  const server = createServer((near) => {
    if (isCut) {
      near.destroy();
      return;
    }
    const far = connect(port, '127.0.0.1');
    endTogether(open, near, far);
    let isDeaf = false;
    near.on('data', (bytes: Buffer) => {
      const text = bytes.toString('latin1');
      passed += text;
      isDeaf ||= lost !== null && text.includes(lost);
      for (const watcher of [...watchers]) watcher();
    });
    near.pipe(far);
    far.on('data', (bytes: Buffer) => {
      if (!isDeaf) near.write(bytes);
    });
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
    loseAnswersTo(text) {
      lost = text;
    },
    mend() {
      lost = null;
      isCut = false;
    },
    async close() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Destroys the other sockets of a connection when one of them closes. `open` is the set of open sockets. */
function endTogether(open: Set<Socket>, ...ends: Socket[]): void {
  for (const socket of ends) {
    open.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      open.delete(socket);
      for (const end of ends) end.destroy();
    });
  }
}
