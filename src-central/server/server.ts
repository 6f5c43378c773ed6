import {
  createServer as createPlainServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type FastifyBaseLogger, type FastifyReply, type FastifyRequest, fastify } from 'fastify';
import type { z } from 'zod';
import { MAX_BODY_BYTES } from '../../src-main/contract/central-api/events-upload.ts';
import { OPERATIONS, type Operation, type OperationName } from '../../src-main/contract/central-api/operations.ts';
import type { SigningKey } from '../../src-main/security/keys.ts';
import type { RequestToSign } from '../../src-main/security/signed-messages.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/database.ts';
import { createAnswers, refusalOf } from './answers.ts';
import { createOpening, type Extras } from './open-request.ts';
import type { Handler, OperationAnswer, PlainName, Refusal, StreamHandler, StreamName } from './operation.ts';
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

/** A slow client may take so long for one request. */
const REQUEST_TIMEOUT_MS = 30_000;

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
  let inFlight = 0;
  const streams = new Set<ServerResponse>();
  const releases = new WeakMap<FastifyRequest, () => void>();

  const app = fastify({
    // No logger of its own: it would hold on to every request of a stream, and this file says what there is to say.
    bodyLimit: MAX_BODY_BYTES,
    exposeHeadRoutes: false,
    // A reference of a hundred characters, each of them written as %XX.
    routerOptions: { maxParamLength: 1_200 },
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    trustProxy: (_address, hop) => options.behindProxy && hop === 0,
    serverFactory: (handler: RequestListener): Server => {
      const http = { requestTimeout: REQUEST_TIMEOUT_MS };
      return tls ? createTlsServer({ ...tls, ...http }, handler) : createPlainServer(http, handler);
    },
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));

  const proved = createProvedRequests();
  const { send, sendRefusal } = createAnswers({ ...options, proved, isEnding: () => ending.signal.aborted });

  app.addHook('onRequest', async (request, reply) => {
    if (request.routeOptions.config.isPage === true) return undefined;
    if (ending.signal.aborted) return sendRefusal(reply, { kind: 'draining' });
    if (inFlight >= options.maxInFlight) return sendRefusal(reply, { kind: 'overloaded' });
    inFlight += 1;
    let isCounted = true;
    const release = () => {
      if (isCounted) inFlight -= 1;
      isCounted = false;
    };
    releases.set(request, release);
    reply.raw.once('close', release);
    return undefined;
  });

  app.setNotFoundHandler((_request, reply) => sendRefusal(reply, { kind: 'not-found' }));
  app.setErrorHandler((error, request, reply) => {
    const refusal = refusalOf(error);
    const words = { event: refusal.kind, method: request.method, path: request.routeOptions.url, err: error };
    if (refusal.kind === 'internal-error') logger.error(words);
    else logger.warn(words);
    return sendRefusal(reply, refusal);
  });

  const open = createOpening({ ...options, proved });

  const refuseAloud = (name: OperationName, request: FastifyRequest, reply: FastifyReply, refusal: Refusal) => {
    const { kind, detail, errors } = refusal;
    logger.info({ event: 'refused', kind, operation: name, params: placesOf(name, request.params), detail, errors });
    return sendRefusal(reply, refusal);
  };

  const routeOf = (name: OperationName) => {
    const { method, path } = OPERATIONS[name];
    return { method, url: path.replace(/\{(\w+)\}/g, ':$1') };
  };

  return {
    registerOperation(name, handler, extras = {}) {
      const { answer } = OPERATIONS[name];
      const bodySchema: z.ZodType | null = answer.body;
      app.route({
        ...routeOf(name),
        handler: async (request, reply) => {
          const received = receivedOf(request, options);
          const opened = await open(name, request, received, extras);
          if (!opened.ok) return refuseAloud(name, request, reply, opened.error);
          const answered = await handler(opened.value);
          if (!answered.ok) return refuseAloud(name, request, reply, answered.error);
          if (answered.value === 'not-modified')
            return send(reply, { status: 304, headers: {}, body: Buffer.alloc(0) });
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
        },
      });
    },
    registerStream(name, handler) {
      app.route({
        ...routeOf(name),
        handler: async (request, reply) => {
          const received = receivedOf(request, options);
          const opened = await open(name, request, received, {});
          if (!opened.ok) return refuseAloud(name, request, reply, opened.error);
          const response = reply.hijack().raw;
          releases.get(request)?.();
          // Gone while it was checked: nobody would ever end it.
          if (response.closed) return reply;
          response.writeHead(200, {
            'content-type': 'text/event-stream',
            'cache-control': 'no-store',
            'x-accel-buffering': 'no',
          });
          response.flushHeaders();
          forgetHeaders(request.raw);
          streams.add(response);
          const stop = handler(opened.value.caller, response);
          response.once('close', () => {
            streams.delete(response);
            stop();
          });
          if (ending.signal.aborted) response.end();
          return reply;
        },
      });
    },
    registerPage(path, read) {
      app.get(path, { config: { isPage: true } }, async (_request, reply) => {
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
      await app.close();
    },
  };
}

/** Node keeps the request as long as its answer is open; nobody reads these any more. */
function forgetHeaders(request: IncomingMessage): void {
  request.headers = {};
  request.rawHeaders = [];
}

/** Ids that have the form of ours: what people name things by, or type in their place, may be somebody's number. */
function placesOf(name: OperationName, params: unknown): Record<string, unknown> {
  const { params: schema }: Operation = OPERATIONS[name];
  const read = schema.safeParse(params);
  return Object.fromEntries(Object.entries(read.success ? read.data : {}).filter(([member]) => member.endsWith('Id')));
}

declare module 'fastify' {
  interface FastifyContextConfig {
    isPage?: boolean;
  }
}
