import type { Server } from 'node:net';

export class CannotListen extends Error {
  readonly kind: 'port-in-use' | 'cannot-listen';

  constructor(inUse: boolean, host: string, port: number) {
    super(inUse ? `port ${port} of ${host} is in use` : `cannot listen on port ${port} of ${host}`);
    this.kind = inUse ? 'port-in-use' : 'cannot-listen';
  }
}

/** Resolves to the port, which the system chooses if `port` is 0. Rejects with `CannotListen`. */
export function listenOn(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(new CannotListen(error.code === 'EADDRINUSE', host, port)),
    );
    server.listen(port, host, () => {
      const address = server.address();
      resolve(address !== null && typeof address === 'object' ? address.port : port);
    });
  });
}

export function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}
