import type { IncomingMessage, ServerResponse } from 'node:http';
import { type FastifyBaseLogger, type FastifyReply, type FastifyRequest, fastify } from 'fastify';
import { z } from 'zod';
import { MAX_BODY_BYTES } from '../../src-main/contract/centre/events-upload.ts';
import { OPERATIONS, type Operation, type OperationName } from '../../src-main/contract/centre/operations.ts';
import { type Result, refuse } from '../../src-main/domain/result.ts';
import type { SigningKey } from '../../src-main/security/keys.ts';
import type { RequestToSign } from '../../src-main/security/signed-messages.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/database.ts';
import { addressSubject } from '../enrolment/address-subject.ts';
import {
  type Admission,
  createAdmission,
  type Leave,
  MOST_OF_KIOSK,
  MOST_OF_TOKEN,
  MOST_STRANGERS_BODIES,
} from './admission.ts';
import { createAnswers, refusalOf } from './answers.ts';
import { createAuditing } from './auditing.ts';
import { type ConnectionLimits, createConnections, UNCOUNTED_CONNECTIONS } from './connections.ts';
import {
  createHttpServer,
  hurryAnswer,
  hurryBody,
  PATIENCE,
  type Patience,
  refuseUnread,
  wasTooSlow,
} from './http-server.ts';
import { createOpening, type Extras, type Head } from './open-request.ts';
import type {
  Handler,
  OperationAnswer,
  OperationRequest,
  PlainName,
  Refusal,
  StreamHandler,
  StreamName,
} from './operation.ts';
import { createProvedRequests } from './proved-requests.ts';

export interface ServerOptions {
  database: Database;
  clock: Clock;
  signingKey: SigningKey;
  logger: FastifyBaseLogger;
  tls: { cert: string; key: string } | null;
  behindProxy: boolean;
  /** Requests that are worked on at once; more are told to come back. Streams do not count. */
  maxInFlight: number;
  /** Where somebody else says who is let in, and for how long. */
  admission?: Admission;
  connectionLimits?: ConnectionLimits;
  patience?: Patience;
}

export interface CentralServer {
  registerOperation<N extends PlainName>(name: N, handler: Handler<N>, extras?: Extras<N>): void;
  registerStream<N extends StreamName>(name: N, handler: StreamHandler<N>): void;
  /** A page or document for anybody: OpenAPI, health. */
  registerPage(path: string, read: () => Promise<{ status: number; mediaType: string; text: string }>): void;
  /** Its address, with the port that was free when `port` is 0. */
  listen(host: string, port: number): Promise<string>;
  isDraining(): boolean;
  /** Takes nothing new, ends streams, finishes what it has begun, and ends. */
  drain(): Promise<void>;
}

/** An enrolment is read although nobody knows whose it is: the key it is signed with stands in it. */
const MOST_STRANGER_BYTES = 8_192;
/** Of a request that has none. */
const NO_BODY_BYTES = 1_024;

const plainHeaders = (headers: FastifyRequest['headers']): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
    ),
  );

/** Of a service that no host was asked of: no signature names it. */
const NO_AUTHORITY = 'centre.invalid';

/** The request as its signature sees it. The host is the one that the kiosk asked for, by the word of the proxy before us, if there is one. */
function receivedOf(
  { method, raw, headers, body }: FastifyRequest,
  { tls, behindProxy }: Pick<ServerOptions, 'tls' | 'behindProxy'>,
): RequestToSign {
  const scheme = tls !== null || behindProxy ? 'https' : 'http';
  // The last of several: the proxy next to us said it.
  const forwarded = behindProxy
    ? String(headers['x-forwarded-host'] ?? '')
        .split(',')
        .at(-1)
        ?.trim()
    : '';
  const authority = forwarded || headers.host || NO_AUTHORITY;
  return {
    method,
    url: `${scheme}://${authority}${raw.url ?? '/'}`,
    headers: plainHeaders(headers),
    body: Buffer.isBuffer(body) && body.length > 0 ? body : null,
  };
}

export function createServer(options: ServerOptions): CentralServer {
  const { logger, tls } = options;
  const ending = new AbortController();
  const streams = new Set<ServerResponse>();
  /** Requests whose body is still to come. */
  const unread = new Set<IncomingMessage>();
  const leaves = new WeakMap<FastifyRequest, Leave>();
  /** Requests that have a place, until their operation begins. */
  const entered = new WeakMap<FastifyRequest, Entered>();
  const { patience = PATIENCE, admission = createAdmission(options.maxInFlight) } = options;
  const connections = options.behindProxy ? UNCOUNTED_CONNECTIONS : createConnections(options.connectionLimits);

  const app = fastify({
    // No logger of its own: it would hold on to every request of a stream, and this file says what there is to say.
    bodyLimit: MAX_BODY_BYTES,
    exposeHeadRoutes: false,
    // A reference of a hundred characters, each of them written as %XX.
    routerOptions: { maxParamLength: 1_200 },
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    trustProxy: (_address, hop) => options.behindProxy && hop === 0,
    serverFactory: (handler) => {
      const server = createHttpServer(tls, patience, handler);
      connections.watch(server);
      return server;
    },
    clientErrorHandler: refuseUnread,
    frameworkErrors: (_error, _request, reply) => sendRefusal(reply, { kind: 'malformed-request' }),
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));

  const proved = createProvedRequests();
  const { send, sendRefusal } = createAnswers({ ...options, proved, isEnding: () => ending.signal.aborted });

  app.addHook('onRequest', async (request, reply) =>
    request.is404 ? sendRefusal(reply, { kind: 'not-found' }) : undefined,
  );
  app.addHook('preParsing', (request, _reply, body, done) => {
    const { raw } = request;
    if (!raw.complete && !raw.destroyed) {
      hurryBody(raw, patience);
      unread.add(raw);
      for (const event of ['end', 'close'] as const) raw.once(event, () => void unread.delete(raw));
    }
    done(null, body);
  });
  app.addHook('onSend', (request, reply, body, done) => {
    hurryAnswer(request.raw, reply.raw, patience);
    done(null, body);
  });

  app.setNotFoundHandler((_request, reply) => sendRefusal(reply, { kind: 'not-found' }));
  app.setErrorHandler(async (error, request, reply) => {
    const refusal = await writeDown(request, wasTooSlow(request.raw.socket) ? { kind: 'too-slow' } : refusalOf(error));
    const words = { event: refusal.kind, method: request.method, path: request.routeOptions.url, err: error };
    if (refusal.kind === 'internal-error') logger.error(words);
    else logger.warn(words);
    return sendRefusal(reply, refusal);
  });

  const auditing = createAuditing(options);
  const { openHead, openWhole } = createOpening({ ...options, proved, auditing });

  /** A refusal by the way of a token's request, where none of its own steps writes it down; what is answered then. */
  async function writeDown(request: FastifyRequest, refusal: Refusal): Promise<Refusal> {
    const known = entered.get(request);
    entered.delete(request);
    if (!known) return refusal;
    try {
      await auditing.turnedAway(known.name, known.head, refusal.kind);
      return refusal;
    } catch (error) {
      logger.error({ event: 'refusal-not-written-down', kind: refusal.kind, operation: known.name, err: error });
      return refusalOf(error);
    }
  }

  const refuseAloud = (name: OperationName, request: FastifyRequest, reply: FastifyReply, refusal: Refusal) => {
    const { kind, detail, errors } = refusal;
    if (kind !== 'overloaded' && kind !== 'draining')
      logger.info({ event: 'refused', kind, operation: name, params: placesOf(name, request.params), detail, errors });
    return sendRefusal(reply, refusal);
  };

  const routeOf = (name: OperationName) => {
    const operation: Operation = OPERATIONS[name];
    const { method, path, credential, body } = operation;
    const ofKnown = body ? MAX_BODY_BYTES : NO_BODY_BYTES;
    return {
      ...{ method, url: path.replace(/\{(\w+)\}/g, ':$1') },
      bodyLimit: credential === 'candidate' ? MOST_STRANGER_BYTES : ofKnown,
    };
  };

  /** Before the body: who asks, and whether there is a place. */
  async function enter<N extends OperationName>(name: N, request: FastifyRequest): Promise<Result<Head<N>, Refusal>> {
    if (ending.signal.aborted) return refuse({ kind: 'draining' });
    const { socket } = request.raw;
    const letGo = connections.hold(socket);
    const place = await admission.check(connections.callerOf(socket) ?? addressSubject(request.ip));
    try {
      if (place === null) return refuse({ kind: 'overloaded' });
      const head = await openHead(name, request, receivedOf(request, options));
      if (head.ok) countConnection(request, head.value);
      return head;
    } finally {
      letGo();
      place?.();
    }
  }

  /** A token is proof at once, and so is the head of a read; another request of a kiosk is one when it is here whole. */
  function countConnection({ raw }: FastifyRequest, { caller }: Head<OperationName>, isWhole = false): void {
    if (caller === null) return;
    const isProof = !('kioskId' in caller) || raw.method === 'GET' || isWhole;
    if (isProof) connections.prove(raw.socket, callerKey(caller));
  }

  /**
   * From its head to its answer; of a stranger only while a body is read. Bodies of a kiosk are counted apart from its reads and by address:
   * whoever has captured a head of it, and no body, takes no place of the kiosk itself.
   */
  function attend<N extends OperationName>(name: N, request: FastifyRequest, { caller }: Head<N>): Leave | null {
    const isRead = OPERATIONS[name].method === 'GET';
    const address = addressSubject(request.ip);
    if (caller === null) return isRead ? () => {} : admission.attend(address, MOST_STRANGERS_BODIES);
    const key = callerKey(caller);
    if (!('kioskId' in caller)) return admission.attend(key, MOST_OF_TOKEN);
    if (isRead) return admission.attend(key, MOST_OF_KIOSK);
    const leave = admission.attend(`${key} from ${address}`, MOST_OF_KIOSK);
    if (leave === null) return null;
    // There are so few of them that none is closed to make room.
    const letGo = connections.hold(request.raw.socket);
    return () => {
      leave();
      letGo();
    };
  }

  /** Who asks is found out before the body is read; the work begins when it is whole, and ends as the answer is handed over. */
  function route<N extends OperationName>(
    name: N,
    extras: Extras<N>,
    carryOut: (opened: OperationRequest<N>, request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>,
  ): void {
    const heads = new WeakMap<FastifyRequest, Head<N>>();
    /** Somebody who has shown nothing has a place among those of the same address. */
    const placeOf = (request: FastifyRequest, { caller }: Head<N>) =>
      caller === null ? admission.check(addressSubject(request.ip)) : admission.work();
    app.route({
      ...routeOf(name),
      onRequest: async (request, reply) => {
        const head = await enter(name, request);
        if (!head.ok) return refuseAloud(name, request, reply, head.error);
        entered.set(request, { name, head: head.value });
        // Gone while it was checked: nothing says again that it is closed.
        if (reply.raw.closed || request.raw.destroyed) {
          await writeDown(request, { kind: 'malformed-request' });
          return reply.hijack();
        }
        const leave = attend(name, request, head.value);
        if (leave === null) return refuseAloud(name, request, reply, await writeDown(request, { kind: 'overloaded' }));
        reply.raw.once('close', leave);
        leaves.set(request, leave);
        heads.set(request, head.value);
        return undefined;
      },
      handler: async (request, reply) => {
        const head = heads.get(request);
        if (!head) throw new Error(`${name} was not entered`);
        heads.delete(request);
        const letGo = connections.hold(request.raw.socket);
        const place = await placeOf(request, head);
        try {
          if (place === null)
            return await refuseAloud(name, request, reply, await writeDown(request, { kind: 'overloaded' }));
          const opened = await openWhole(name, head, request, receivedOf(request, options), extras);
          if (proved.of(request) !== null) countConnection(request, head, true);
          // From here on its steps write down what becomes of it.
          entered.delete(request);
          if (!opened.ok) return await refuseAloud(name, request, reply, opened.error);
          return await carryOut(opened.value, request, reply);
        } finally {
          place?.();
          letGo();
        }
      },
    });
  }

  return {
    registerOperation(name, handler, extras = {}) {
      const { answer } = OPERATIONS[name];
      const bodySchema: z.ZodType | null = answer.body;
      route(name, extras, async (opened, request, reply) => {
        const answered = await auditing.audited(name, opened, () => handler(opened));
        if (!answered.ok) return refuseAloud(name, request, reply, answered.error);
        if (answered.value === 'not-modified') return send(reply, { status: 304, headers: {}, body: Buffer.alloc(0) });
        const { body, etag }: OperationAnswer<typeof name> = answered.value;
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
      });
    },
    registerStream(name, handler) {
      route(name, {}, async ({ caller }, request, reply) => {
        const response = reply.hijack().raw;
        leaves.get(request)?.();
        // Gone while it was checked: nobody would ever end it.
        if (response.closed) return reply;
        response.writeHead(200, {
          'content-type': 'text/event-stream',
          'cache-control': 'no-store',
          'x-accel-buffering': 'no',
        });
        response.flushHeaders();
        const letGo = connections.hold(request.raw.socket);
        forgetHeaders(request.raw);
        streams.add(response);
        const stop = handler(caller, response);
        response.once('close', () => {
          streams.delete(response);
          letGo();
          stop();
        });
        if (ending.signal.aborted) response.end();
        return reply;
      });
    },
    registerPage(path, read) {
      app.get(path, async (_request, reply) => {
        const { status, mediaType, text } = await read();
        return reply.code(status).header('content-type', mediaType).send(text);
      });
    },
    async listen(host, port) {
      const address = await app.listen({ host, port });
      return tls ? address.replace(/^http:/, 'https:') : address;
    },
    isDraining: () => ending.signal.aborted,
    async drain() {
      ending.abort();
      for (const response of streams) response.end();
      connections.closeStrangers();
      const cut = setTimeout(() => {
        for (const message of unread) message.destroy();
      }, patience.lingerMs);
      await app.close();
      clearTimeout(cut);
    },
  };
}

interface Entered {
  name: OperationName;
  head: Head<OperationName>;
}

/** Who a caller's requests and connections are counted under. */
const callerKey = (caller: object): string => {
  if ('kioskId' in caller) return `kiosk ${String(caller.kioskId)}`;
  if ('tokenId' in caller) return `token ${String(caller.tokenId)}`;
  throw new Error('nobody has shown who it is');
};

/** Node keeps the request as long as its answer is open; nobody reads these any more. */
function forgetHeaders(request: IncomingMessage): void {
  request.headers = {};
  request.rawHeaders = [];
}

/** Ids that have the form of ours: what people name things by, or type in their place, may be somebody's number. */
function placesOf(name: OperationName, params: unknown): Record<string, unknown> {
  const { params: schema }: Operation = OPERATIONS[name];
  const given: Record<string, unknown> = Object(params);
  return Object.fromEntries(
    Object.entries(schema.shape).flatMap(([member, one]) => {
      if (!member.endsWith('Id')) return [];
      const read = z.safeParse(one, given[member]);
      return read.success ? [[member, read.data]] : [];
    }),
  );
}
