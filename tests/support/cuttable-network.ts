import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** A connection to a local server that passes bytes unchanged. A test can cut and mend it. Bytes in transit are lost. */
export interface CuttableNetwork {
  readonly url: string;
  count(text: string): number;
  /** Resolves once `text` has passed `times` times in requests; default: once. */
  seen(text: string, times?: number): Promise<void>;
  cut(): void;
  /** Cuts all connections but the oldest and accepts no new one, as if another client used up all connections of the server. */
  holdButOldest(): void;
  /** Requests that contain `text` arrive, but their connection loses their answers and all later ones. */
  loseAnswersTo(text: string): void;
  mend(): void;
}

export async function networkTo(target: string): Promise<CuttableNetwork> {
  const port = Number(new URL(target).port);
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
  const cut = () => {
    isCut = true;
    for (const socket of open) socket.destroy();
  };
  onTestFinished(() => {
    cut();
    server.close();
  });
  const count = (text: string): number => passed.split(text).length - 1;
  return {
    count,
    cut,
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
    holdButOldest() {
      isCut = true;
      // The set has two sockets per connection.
      for (const socket of [...open].slice(2)) socket.destroy();
    },
    loseAnswersTo(text) {
      lost = text;
    },
    mend() {
      lost = null;
      isCut = false;
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
