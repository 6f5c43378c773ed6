import { request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Clock } from '../../ports/clock.ts';
import type { RequestToSign } from '../../signing/signed-messages.ts';
import { NoAnswer, type RawAnswer } from './call-fault.ts';
import { type ConnectionParts, type Connections, openConnections } from './connection.ts';

/** Limit of an exchange, including the time to connect, up to the last byte read; for a stream, up to the first byte read. */
const ANSWER_TIMEOUT_MS = 30_000;
const MAX_ANSWER_BYTES = 4 * 1_048_576;

export interface Sent {
  incoming: IncomingMessage;
  askedMs: number;
}

export interface Limit {
  signal: AbortSignal;
  inTime: () => void;
  settled: () => void;
}

/** Requests over kept-alive connections. Its methods throw, and `attempt` in `centre-client.ts` turns the errors into results. */
export interface Exchange {
  limited(): Limit;
  send(request: RequestToSign, lenient: boolean, signal: AbortSignal): Promise<Sent>;
  exchange(request: RequestToSign, lenient: boolean): Promise<RawAnswer>;
  close(): void;
}

interface Line {
  isSecure: boolean;
  clock: Clock;
  connections: Connections;
}

/** Thrown when the peer had closed a kept-alive connection before any byte of an answer arrived. */
class ClosedWhileKept extends Error {
  readonly code: string;

  constructor(code: string) {
    super('a kept connection has been closed');
    this.code = code;
  }
}

const isClosed = (error: Error): error is Error & { code: string } =>
  'code' in error && (error.code === 'ECONNRESET' || error.code === 'EPIPE');

export function createExchange(isSecure: boolean, clock: Clock, parts: ConnectionParts): Exchange {
  const underWay = new Set<AbortController>();
  const connections = openConnections(isSecure, parts);
  const line: Line = { isSecure, clock, connections };

  /**
   * Sends a request. If a kept-alive connection turns out to be closed, the same signed request is sent again over a new one, because the
   * centre may close a connection just as the kiosk sends. Sending twice is harmless: uploads, rotations and enrolments are idempotent, and
   * the centre refuses a read whose number it has already seen, which `readCounted` then repeats with a higher number.
   */
  async function send(request: RequestToSign, lenient: boolean, signal: AbortSignal): Promise<Sent> {
    try {
      return await sendOnce(line, request, lenient, signal);
    } catch (error) {
      if (!(error instanceof ClosedWhileKept) || signal.aborted) throw error;
      connections.forgetIdle();
      return sendOnce(line, request, lenient, signal);
    }
  }

  function limited(): Limit {
    const controller = new AbortController();
    const inTime = clock.after(ANSWER_TIMEOUT_MS, () => controller.abort());
    underWay.add(controller);
    const settled = (): void => {
      inTime();
      underWay.delete(controller);
    };
    return { signal: controller.signal, inTime, settled };
  }

  return {
    limited,
    send,
    async exchange(request, lenient) {
      const limit = limited();
      try {
        const { incoming, askedMs } = await send(request, lenient, limit.signal);
        // The centre's time applies to the moment at which the answer began to arrive.
        const answeredMs = clock.monotonicMs();
        const body = await readBody(incoming);
        return { status: incoming.statusCode ?? 0, headers: plain(incoming.headers), body, askedMs, answeredMs };
      } finally {
        limit.settled();
      }
    },
    close() {
      for (const controller of underWay) controller.abort();
      connections.close();
    },
  };
}

function sendOnce(
  { isSecure, clock, connections }: Line,
  request: RequestToSign,
  lenient: boolean,
  signal: AbortSignal,
): Promise<Sent> {
  return new Promise((resolve, reject) => {
    const askedMs = clock.monotonicMs();
    const start = isSecure ? httpsRequest : httpRequest;
    const outgoing = start(request.url, {
      method: request.method,
      agent: lenient ? connections.lenient : connections.strict,
      headers: { ...request.headers, ...(request.body ? { 'content-length': String(request.body.length) } : {}) },
      signal,
    });
    let readBefore = 0;
    outgoing.on('socket', (socket) => {
      readBefore = socket.bytesRead;
    });
    outgoing.on('response', (incoming) => resolve({ incoming, askedMs }));
    outgoing.on('error', (error) => {
      const isUnanswered = outgoing.reusedSocket && outgoing.socket?.bytesRead === readBefore;
      reject(isUnanswered && isClosed(error) ? new ClosedWhileKept(error.code) : error);
    });
    outgoing.end(request.body ?? undefined);
  });
}

export async function readBody(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_ANSWER_BYTES) {
      incoming.destroy();
      throw new NoAnswer('the answer is too large');
    }
    chunks.push(chunk);
  }
  if (!incoming.complete) throw new NoAnswer('the answer was cut off');
  return Buffer.concat(chunks);
}

export const plain = (headers: IncomingHttpHeaders): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
    ),
  );
