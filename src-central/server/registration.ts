import type { ServerResponse } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { OPERATIONS } from '../../src-main/contract/centre/operations.ts';
import { succeed } from '../../src-main/domain/result.ts';
import type { Extras } from './open-request.ts';
import type {
  Handler,
  OperationAnswer,
  OperationRequest,
  PlainName,
  StreamHandler,
  StreamName,
  TokenCaller,
} from './operation.ts';
import { placesOf, refuseAloud } from './refusals.ts';
import { addRoute } from './route.ts';
import type { Serving } from './serving.ts';

export function addOperation<N extends PlainName>(
  serving: Serving,
  name: N,
  handler: Handler<N>,
  extras: Extras<N>,
): void {
  const { send } = serving.answers;
  const { answer } = OPERATIONS[name];
  const bodySchema: z.ZodType | null = answer.body;
  /** The written form of each answer body. Many callers may get the same body object, which is checked and written as JSON only once. */
  const written = new WeakMap<object, Buffer>();
  function bytesOf(body: unknown): Buffer {
    if (bodySchema === null) return Buffer.alloc(0);
    const known = typeof body === 'object' && body !== null ? written.get(body) : undefined;
    const bytes = known ?? Buffer.from(JSON.stringify(bodySchema.parse(body)));
    if (typeof body === 'object' && body !== null) written.set(body, bytes);
    return bytes;
  }
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
      body: bytesOf(body),
      isTime: name === 'readTime',
    });
  }
  addRoute(serving, { name, extras, carryOut });
}

/** Logs every change. Reads are logged only at level debug, because every kiosk sends several a minute. */
function sayDone({ logger }: Serving, name: PlainName, { id: requestId, params }: FastifyRequest): void {
  const isRead = OPERATIONS[name].method === 'GET';
  if (isRead && logger.level !== 'debug' && logger.level !== 'trace') return;
  const words = { event: 'answered', requestId, operation: name, params: placesOf(name, params) };
  if (isRead) logger.debug(words);
  else logger.info(words);
}

export function addStream<N extends StreamName>(serving: Serving, name: N, handler: StreamHandler<N>): void {
  const { streams, meter, auditing } = serving;
  function onClose(this: ServerResponse): void {
    streams.delete(this);
    serving.sessionStreams.delete(this);
    meter.streamClosed();
    handler.end(this);
  }
  addRoute(serving, {
    name,
    extras: {},
    carryOut: async (opened, request, reply) => {
      const { caller } = opened;
      const noted = await auditing.audited(name, opened, async () => succeed(null));
      if (!noted.ok) return refuseAloud(serving, name, request, reply, noted.error);
      const { raw } = reply.hijack();
      const leave = serving.leaves.get(request);
      leave?.();
      if (leave) raw.off('close', leave);
      // The client disconnected during the checks, so its close event has already passed.
      if (raw.closed) return reply;
      raw.on('close', onClose).on('error', ignore);
      // A connection with a stream must not be closed to make room.
      serving.connections.hold(request.raw.socket);
      streams.add(raw);
      if (isOfSession(caller)) serving.sessionStreams.set(raw, caller);
      meter.streamOpened();
      raw.writeHead(200, STREAM_HEAD);
      handler.begin(caller, raw);
      if (serving.ending.signal.aborted) raw.end();
      return reply;
    },
  });
}

const isOfSession = (caller: object | null): caller is TokenCaller => caller !== null && 'sessionId' in caller;

/** A client may disconnect during a write, which is no error of the replica. */
function ignore(): void {}

/** `connection: close`, because no request follows a stream on its connection. */
const STREAM_HEAD = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-store',
  'x-accel-buffering': 'no',
  connection: 'close',
};
