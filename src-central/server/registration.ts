import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { OPERATIONS } from '../../src-main/contract/centre/operations.ts';
import { takeConnection } from './given-connections.ts';
import type { Extras } from './open-request.ts';
import {
  type Handler,
  type OperationAnswer,
  type OperationRequest,
  type PlainName,
  refuseMember,
  type StreamHandler,
  type StreamName,
} from './operation.ts';
import { placesOf, refuseAloud } from './refusals.ts';
import { addRoute } from './route.ts';
import type { Serving } from './serving.ts';

/** An operation that is answered once. */
export function addOperation<N extends PlainName>(
  serving: Serving,
  name: N,
  handler: Handler<N>,
  extras: Extras<N>,
): void {
  const { send } = serving.answers;
  const { answer } = OPERATIONS[name];
  const bodySchema: z.ZodType | null = answer.body;
  async function carryOut(opened: OperationRequest<N>, request: FastifyRequest, reply: FastifyReply) {
    const answered = await serving.auditing.audited(name, opened, () => handler(opened));
    if (!answered.ok) return refuseAloud(serving, name, request, reply, answered.error);
    if (answered.value === 'not-modified') return send(reply, { status: 304, headers: {}, body: Buffer.alloc(0) });
    sayDone(serving, name, request);
    const { body, etag }: OperationAnswer<N> = answered.value;
    return send(reply, {
      status: answer.status,
      headers: {
        ...(bodySchema === null ? {} : { 'content-type': 'application/json; charset=utf-8' }),
        'cache-control': 'no-store',
        ...(etag === undefined ? {} : { etag }),
      },
      body: bodySchema === null ? Buffer.alloc(0) : Buffer.from(JSON.stringify(bodySchema.parse(body))),
      isTime: name === 'readTime',
    });
  }
  addRoute(serving, { name, extras, carryOut });
}

/** What changes something has its line; a read, of which every kiosk has several a minute, only when somebody looks closely. */
function sayDone({ logger }: Serving, name: PlainName, { id: requestId, params }: FastifyRequest): void {
  const isRead = OPERATIONS[name].method === 'GET';
  if (isRead && logger.level !== 'debug' && logger.level !== 'trace') return;
  const words = { event: 'answered', requestId, operation: name, params: placesOf(name, params) };
  if (isRead) logger.debug(words);
  else logger.info(words);
}

/** An operation whose answer does not end before its client goes, or the replica ends. */
export function addStream<N extends StreamName>(serving: Serving, name: N, handler: StreamHandler<N>): void {
  const { streams, meter } = serving;
  function onClose(this: Socket): void {
    streams.delete(this);
    meter.streamClosed();
    handler.end(this);
  }
  addRoute(serving, {
    name,
    extras: {},
    carryOut: async ({ caller }, request, reply) => {
      serving.leaves.get(request)?.();
      // Gone while it was checked: nobody would ever end it.
      if (reply.raw.closed) return reply.hijack();
      const connection = takeConnection(request.raw, reply.raw);
      if (connection === null)
        return refuseAloud(serving, name, request, reply, refuseMember('malformed-request', '/body', UNTAKEN).error);
      connection.on('close', onClose);
      beginStream(serving, connection);
      handler.begin(caller, connection);
      if (serving.ending.signal.aborted) connection.destroySoon();
      return reply.hijack();
    },
  });
}

const UNTAKEN = 'a stream is asked for without a body, and by the first request that is not answered yet';

/** It ends with its connection, so that nothing says how long it is. */
const streamHead = (): string =>
  [
    'HTTP/1.1 200 OK',
    'content-type: text/event-stream',
    'cache-control: no-store',
    'x-accel-buffering: no',
    `date: ${new Date().toUTCString()}`,
    'connection: close',
    '\r\n',
  ].join('\r\n');

/** To its end no room is made by closing it. */
function beginStream({ connections, streams, meter }: Serving, connection: Socket): void {
  connection.write(streamHead());
  connections.hold(connection);
  streams.add(connection);
  meter.streamOpened();
}
