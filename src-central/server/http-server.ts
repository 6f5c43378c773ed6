import {
  createServer as createPlainServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Socket } from 'node:net';
import { CENTRE_KEEPS_IDLE_MS } from '../../src-main/contract/centre/kept-connections.ts';
import { PROBLEM_MEDIA_TYPE, type ProblemKind, problemOf } from '../../src-main/contract/centre/problems.ts';
import { TLS_SUITES } from '../../src-main/contract/shared/tls-suites.ts';

export interface Patience {
  /**
   * The time until the head of a request is complete. It begins with the connection, or with the first byte after the last answer. Also the
   * time for a TLS handshake.
   */
  headMs: number;
  requestMs: number;
  /** The minimum rate of a body: `bodySpanBytes` in each span of this length. */
  bodySpanMs: number;
  bodySpanBytes: number;
  answerMs: number;
  /** The time for the rest of an unread body after its request was answered. */
  lingerMs: number;
}

export const PATIENCE: Patience = {
  headMs: 10_000,
  requestMs: 120_000,
  answerMs: 30_000,
  // A body must come at 4 kbit/s or more.
  bodySpanMs: 5_000,
  bodySpanBytes: 2_560,
  lingerMs: 2_000,
};

/**
 * The limit suffices for every request: its path has fewer than 1,500 bytes, and a signature with everything that it covers fewer than
 * 1,000.
 */
const MOST_HEAD_BYTES = 8_192;
/** Largest number of unanswered requests on one connection. Kiosks and proxies send one request at a time. */
export const MOST_UNANSWERED = 64;
const CHECK_EVERY_MS = 1_000;
/** At most this much of an unread body is read after the answer. */
const LINGER_BYTES = 1_048_576;

export function createHttpServer(
  tls: { cert: string; key: string } | null,
  patience: Patience,
  answer: RequestListener,
): Server {
  const handler = oneByOne(answer);
  const options = {
    maxHeaderSize: MOST_HEAD_BYTES,
    headersTimeout: patience.headMs,
    requestTimeout: patience.requestMs,
    keepAliveTimeout: CENTRE_KEEPS_IDLE_MS,
    connectionsCheckingInterval: Math.min(CHECK_EVERY_MS, patience.headMs),
  };
  return tls
    ? createTlsServer(
        { ...tls, ...options, minVersion: 'TLSv1.2', ciphers: TLS_SUITES, handshakeTimeout: patience.headMs },
        handler,
      )
    : createPlainServer(options, handler);
}

/**
 * Cuts off a client that has sent more than `MOST_UNANSWERED` requests without waiting for answers, because Node passes on all requests
 * that arrive together.
 */
function oneByOne(answer: RequestListener): RequestListener {
  const unanswered = new WeakMap<Socket, number>();
  // All answers share one function, because thousands of streams stay open.
  function onClose(this: ServerResponse): void {
    const { socket } = this.req;
    unanswered.set(socket, (unanswered.get(socket) ?? 1) - 1);
  }
  return (message, response) => {
    const { socket } = message;
    const count = (unanswered.get(socket) ?? 0) + 1;
    unanswered.set(socket, count);
    response.on('close', onClose);
    if (count <= MOST_UNANSWERED) answer(message, response);
    else socket.destroy();
  };
}

/** Answers invalid HTTP or a late request with a problem document, and closes the connection. */
export function refuseUnread(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) socket.destroy();
  else if (error.code === 'HPE_HEADER_OVERFLOW') refuseOn(socket, 'too-large');
  else if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT') refuseSlow(socket);
  else refuseOn(socket, 'malformed-request');
}

const slow = new WeakSet<Socket>();

/** Whether the connection was closed because it was too slow. The code that reads the body only sees that the connection was cut. */
export const wasTooSlow = (socket: Socket): boolean => slow.has(socket);

function refuseSlow(socket: Socket): void {
  slow.add(socket);
  refuseOn(socket, 'too-slow');
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

export function hurryBody(message: IncomingMessage, { bodySpanMs, bodySpanBytes }: Patience): void {
  const { socket } = message;
  let seen = socket.bytesRead;
  const timer = setInterval(() => {
    if (message.complete || message.destroyed) clearInterval(timer);
    else if (socket.bytesRead - seen < bodySpanBytes) {
      clearInterval(timer);
      refuseSlow(socket);
    }
    seen = socket.bytesRead;
  }, bodySpanMs);
  for (const event of ['end', 'close'] as const) message.once(event, () => clearInterval(timer));
}

/**
 * Ends an answer that the client does not receive within `answerMs`, and a request whose body still continues `lingerMs` after its answer.
 * In that time the client can read the answer.
 */
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
