import {
  createServer as createPlainServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Socket } from 'node:net';
import { CENTRE_KEEPS_IDLE_MS } from '../../src-main/contract/central-api/kept-connections.ts';
import { PROBLEM_MEDIA_TYPE, type ProblemKind, problemOf } from '../../src-main/contract/central-api/problems.ts';

/** How long what a client sends or takes may last. */
export interface Patience {
  /** From the connection, or from the last answer's next byte, to the end of a head; a TLS handshake as well. */
  headMs: number;
  /** A whole request. */
  requestMs: number;
  /** A body of ours goes on at this rate at least: so many bytes in each of these spans. */
  bodySpanMs: number;
  bodySpanBytes: number;
  /** A whole answer, until the system has taken it. */
  answerMs: number;
  /** A body that nobody reads, after its request has been answered. */
  lingerMs: number;
}

export const PATIENCE: Patience = {
  ...{ headMs: 10_000, requestMs: 120_000, answerMs: 30_000 },
  // 4 kbit/s.
  ...{ bodySpanMs: 5_000, bodySpanBytes: 2_560 },
  lingerMs: 2_000,
};

/** A path of ours has less than 1,500 bytes, and a signature with all that it covers less than 1,000. */
const MOST_HEAD_BYTES = 8_192;
const CHECK_EVERY_MS = 1_000;
/** Of a body that nobody reads. */
const LINGER_BYTES = 1_048_576;

export function createHttpServer(
  tls: { cert: string; key: string } | null,
  patience: Patience,
  handler: RequestListener,
): Server {
  const options = {
    maxHeaderSize: MOST_HEAD_BYTES,
    headersTimeout: patience.headMs,
    requestTimeout: patience.requestMs,
    keepAliveTimeout: CENTRE_KEEPS_IDLE_MS,
    connectionsCheckingInterval: Math.min(CHECK_EVERY_MS, patience.headMs),
  };
  return tls
    ? createTlsServer({ ...tls, ...options, handshakeTimeout: patience.headMs }, handler)
    : createPlainServer(options, handler);
}

/** What cannot be read as HTTP, or has not come in its time, is told so like everything else, and its connection ends. */
export function refuseUnread(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) socket.destroy();
  else if (error.code === 'HPE_HEADER_OVERFLOW') refuseOn(socket, 'too-large');
  else if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT') refuseOn(socket, 'too-slow');
  else refuseOn(socket, 'malformed-request');
}

function refuseOn(socket: Socket, kind: ProblemKind): void {
  const problem = problemOf(kind);
  const body = JSON.stringify(problem);
  const head = [
    `HTTP/1.1 ${problem.status} ${kind}`,
    `content-type: ${PROBLEM_MEDIA_TYPE}`,
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
}

/** Ends a request whose body comes too slowly. */
export function hurryBody(message: IncomingMessage, { bodySpanMs, bodySpanBytes }: Patience): void {
  const { socket } = message;
  let seen = socket.bytesRead;
  const timer = setInterval(() => {
    if (message.complete || message.destroyed) clearInterval(timer);
    else if (socket.bytesRead - seen < bodySpanBytes) {
      clearInterval(timer);
      refuseOn(socket, 'too-slow');
    }
    seen = socket.bytesRead;
  }, bodySpanMs);
  for (const event of ['end', 'close'] as const) message.once(event, () => clearInterval(timer));
}

/** Ends an answer that is not taken, and a request that goes on when it has been answered: its client reads the answer first. */
export function hurryAnswer(message: IncomingMessage, response: ServerResponse, patience: Patience): void {
  const timer = setTimeout(() => response.destroy(), patience.answerMs);
  response.once('close', () => clearTimeout(timer));
  if (message.complete) return;
  let left = LINGER_BYTES;
  const linger = setTimeout(() => message.destroy(), patience.lingerMs);
  message.on('data', (piece: Buffer) => {
    left -= piece.length;
    if (left < 0) message.destroy();
  });
  for (const event of ['end', 'close'] as const) message.once(event, () => clearTimeout(linger));
}
