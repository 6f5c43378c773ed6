import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { TLS_SUITES } from '../../contract/shared/tls-suites.ts';
import type { Clock } from '../../ports/clock.ts';
import { type Admission, createAdmission } from './admission.ts';

const MOST_HEAD_BYTES = 8_192;
/** Limit for a whole request, from its first byte to its last. */
const REQUEST_MS = 10_000;
const HEAD_MS = 5_000;
const HANDSHAKE_MS = 5_000;

export interface HubServer {
  port: number;
  /**
   * The caller reports that a request had the valid cookie or the kiosk's key of `who`. Its connection then keeps its place, however many
   * strangers connect.
   */
  shown(request: IncomingMessage, who: string): void;
  close(): Promise<void>;
}

export interface HubServerParts {
  port: number;
  key: string;
  certificate: string;
  handle: (request: IncomingMessage, response: ServerResponse) => void;
  clock: Clock;
}

/** Listens with TLS in the office's network. Rejects if the network refuses, for instance if the port is in use. */
export async function listenForBrowsers(parts: HubServerParts): Promise<HubServer> {
  const { port, key, certificate, handle, clock } = parts;
  const server = createServer({
    key,
    cert: certificate,
    minVersion: 'TLSv1.2',
    ciphers: TLS_SUITES,
    handshakeTimeout: HANDSHAKE_MS,
    maxHeaderSize: MOST_HEAD_BYTES,
    requestTimeout: REQUEST_MS,
    headersTimeout: HEAD_MS,
  });
  const { shown, closeAll } = admit(server, createAdmission(clock));
  server.on('request', handle);
  server.on('clientError', (_error, socket) => void socket.destroy());
  server.on('tlsClientError', (_error, socket) => void socket.destroy());
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    shown,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        closeAll();
      }),
  };
}

/** Text that identifies a connection, made of the addresses of both ends; the raw socket and its TLS socket give the same text. */
const endsOf = ({ remoteAddress, remotePort, localAddress }: Socket): string =>
  `${remoteAddress} ${remotePort} ${localAddress}`;

/** Closes the connections that `admission` names. `closeAll` also closes connections whose handshake is not complete. */
function admit(server: Server, admission: Admission<string>): Pick<HubServer, 'shown'> & { closeAll(): void } {
  const sockets = new Map<string, Socket>();
  const close = (connections: readonly string[]): void => {
    for (const connection of connections) sockets.get(connection)?.destroy();
  };
  server.on('connection', (socket: Socket) => {
    socket.on('error', () => socket.destroy());
    const { remoteAddress } = socket;
    if (remoteAddress === undefined) {
      // Node has no address for a connection that was closed before it was accepted.
      socket.destroy();
      return;
    }
    const connection = endsOf(socket);
    socket.on('close', () => {
      // A newer connection may have the same addresses and port by now.
      if (sockets.get(connection) !== socket) return;
      sockets.delete(connection);
      admission.left(connection);
    });
    sockets.set(connection, socket);
    close(admission.come(connection, remoteAddress));
  });
  server.on('secureConnection', (socket) => admission.moved(endsOf(socket)));
  server.on('request', ({ socket }: IncomingMessage) => admission.moved(endsOf(socket)));
  return {
    shown: ({ socket }, who) => close(admission.shown(endsOf(socket), who)),
    closeAll: () => close([...sockets.keys()]),
  };
}
