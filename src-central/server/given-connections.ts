import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { OPERATIONS, type Operation } from '../../src-main/contract/centre/operations.ts';

const streams: readonly Operation[] = Object.values(OPERATIONS).filter((one) => 'stream' in one);
const PATHS = streams.map(({ path }) => new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/?]+')}$`));

/** Whether the request asks for a stream and has no body. */
const asksForStream = ({ method, url = '', headers }: IncomingMessage): boolean =>
  method === 'GET' &&
  (headers['content-length'] ?? '0') === '0' &&
  headers['transfer-encoding'] === undefined &&
  PATHS.some((path) => path.test(url));

const given = new WeakSet<IncomingMessage>();

/** Node's option for a server that gives connections away: no client's own upgrade is accepted. */
export const GIVES_NO_UPGRADE = { shouldUpgradeCallback: () => false };

/**
 * Marks a request for a stream for an upgrade. A stream stays open for days and needs no HTTP after its head, but Node keeps a parser, the
 * request and the answer with its connection, together four times the connection's own memory. Node drops them after an upgrade, which is
 * its own way to give a connection away. The answer is written on the bare connection and is the last on it. True: the request was marked.
 */
export function giveAway(message: IncomingMessage, response: ServerResponse): boolean {
  if (!asksForStream(message)) return false;
  // Node reads this after it has handed over the request.
  Object.assign(message, { upgrade: true });
  response.shouldKeepAlive = false;
  return true;
}

/** Discards what a client sends on such a connection. The end of its side closes the connection. */
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

/** The bare connection, detached from Node's answer. `null`: it was not given away. */
export function takeConnection(message: IncomingMessage, response: ServerResponse): Socket | null {
  const { socket } = response;
  if (!given.has(message) || !(socket instanceof Socket)) return null;
  response.detachSocket(socket);
  return socket;
}
