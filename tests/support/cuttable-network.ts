import { connect, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** A connection to a local server that a test can cut and mend. Bytes in transit are lost. */
export interface CuttableNetwork {
  url: string;
  cut(): void;
  /** Cuts all connections but the oldest and accepts no new one, as if another client used up all connections of the server. */
  holdButOldest(): void;
  mend(): void;
}

export async function networkTo(target: string): Promise<CuttableNetwork> {
  const { port } = new URL(target);
  const sockets = new Set<Socket>();
  let isCut = false;
  const server = createServer((near) => {
    if (isCut) {
      near.destroy();
      return;
    }
    const far = connect(Number(port), '127.0.0.1');
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cut = () => {
    isCut = true;
    for (const socket of sockets) socket.destroy();
  };
  onTestFinished(() => {
    cut();
    server.close();
  });
  const address = server.address();
  const own = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${own}`,
    cut,
    holdButOldest() {
      isCut = true;
      // The set has two sockets per connection.
      for (const socket of [...sockets].slice(2)) socket.destroy();
    },
    mend() {
      isCut = false;
    },
  };
}
