import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { OPERATIONS, type Operation } from '../../src-main/contract/centre/operations.ts';

const streams: readonly Operation[] = Object.values(OPERATIONS).filter((one) => 'stream' in one);
const PATHS = streams.map(({ path }) => new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/?]+')}$`));

/** Whether this asks for a stream, and nothing of it is still to come. */
const asksForStream = ({ method, url = '', headers }: IncomingMessage): boolean =>
  method === 'GET' &&
  (headers['content-length'] ?? '0') === '0' &&
  headers['transfer-encoding'] === undefined &&
  PATHS.some((path) => path.test(url));

const given = new WeakSet<IncomingMessage>();

/** Node's options beside which connections are given away: nobody else's upgrade is one. */
export const GIVES_NO_UPGRADE = { shouldUpgradeCallback: () => false };

/**
 * A stream is open for days and needs nothing of HTTP once its head is sent, but Node keeps a parser, the request and the answer with its connection: four times what
 * the connection itself takes. Of one that is upgraded it keeps none of them. So a request for a stream is marked for an upgrade as it comes in, which is
 * Node's own way to give a connection away, and answered on the bare connection; whatever the answer, it is the last on it. True when it was marked.
 */
export function giveAway(message: IncomingMessage, response: ServerResponse): boolean {
  if (!asksForStream(message)) return false;
  // Read by Node when it has handed over the request.
  Object.assign(message, { upgrade: true });
  response.shouldKeepAlive = false;
  return true;
}

/** What comes on such a connection is thrown away; its end is taken for the client's. */
export function watchGiven(server: Server): void {
  server.on('upgrade', (message, socket) => {
    given.add(message);
    socket.on('error', ignore).on('end', destroy).resume();
  });
}

function ignore(): void {}

function destroy(this: Socket): void {
  this.destroy();
}

/** The bare connection, of which Node knows no answer any more; `null` of one that was not given away. */
export function takeConnection(message: IncomingMessage, response: ServerResponse): Socket | null {
  const { socket } = response;
  if (!given.has(message) || !(socket instanceof Socket)) return null;
  response.detachSocket(socket);
  return socket;
}
