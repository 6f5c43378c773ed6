import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';

/** 60 desks, their halls and some who are not let in. */
const MOST_CONNECTIONS = 256;
const MOST_OF_ONE_ADDRESS = 24;
const MOST_HEAD_BYTES = 8_192;
/** Of a request, from its first byte to its last. */
const REQUEST_MS = 10_000;
const HEAD_MS = 5_000;
const HANDSHAKE_MS = 5_000;

export interface HubServer {
  port: number;
  close(): Promise<void>;
}

export interface HubServerParts {
  port: number;
  key: string;
  certificate: string;
  handle: (request: IncomingMessage, response: ServerResponse) => void;
}

/** TLS in the office's network. Rejects with what the network says. */
export async function listenForBrowsers({ port, key, certificate, handle }: HubServerParts): Promise<HubServer> {
  const server = createServer(
    {
      ...{ key, cert: certificate, minVersion: 'TLSv1.2', handshakeTimeout: HANDSHAKE_MS },
      ...{ maxHeaderSize: MOST_HEAD_BYTES, requestTimeout: REQUEST_MS, headersTimeout: HEAD_MS },
    },
    handle,
  );
  server.maxConnections = MOST_CONNECTIONS;
  limitOfOneAddress(server);
  server.on('clientError', (_error, socket) => void socket.destroy());
  server.on('tlsClientError', (_error, socket) => void socket.destroy());
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** One machine takes no place from the others. */
function limitOfOneAddress(server: Server): void {
  const open = new Map<string, number>();
  server.on('connection', (socket: Socket) => {
    const address = socket.remoteAddress ?? '';
    const count = (open.get(address) ?? 0) + 1;
    open.set(address, count);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      const left = (open.get(address) ?? 1) - 1;
      if (left > 0) open.set(address, left);
      else open.delete(address);
    });
    if (count > MOST_OF_ONE_ADDRESS) socket.destroy();
  });
}
