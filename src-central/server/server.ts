import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import { fastify } from 'fastify';
import { REQUEST_ID_HEADER, RequestId } from '../../src-main/contract/centre/request-id.ts';
import type { SigningKey } from '../../src-main/signing/keys.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/database.ts';
import { createMeter, type Meter } from '../observation/meter.ts';
import { type Admission, createAdmission } from './admission.ts';
import { createAnswers, refusalOf } from './answers.ts';
import { createAuditing } from './auditing.ts';
import { type ConnectionLimits, type Connections, createConnections, UNCOUNTED_CONNECTIONS } from './connections.ts';
import {
  createHttpServer,
  hurryAnswer,
  hurryBody,
  PATIENCE,
  type Patience,
  refuseUnread,
  wasTooSlow,
} from './http-server.ts';
import { measureRequests } from './measuring.ts';
import { createOpening, type Extras } from './open-request.ts';
import {
  type Handler,
  type PlainName,
  type Refusal,
  refuseMember,
  type StreamHandler,
  type StreamName,
} from './operation.ts';
import { type ProvedRequests, receivedOf } from './received-request.ts';
import { writeDown } from './refusals.ts';
import { addOperation, addStream } from './registration.ts';
import type { Serving } from './serving.ts';
import { plainCookieNames, type StaffGate, staffHeaders } from './staff-gate.ts';
import { addVisits, type Page, sendPage, type Visit } from './visits.ts';

/**
 * The kernel keeps this many connections until the replica accepts them; `net.core.somaxconn` may lower the number. With Node's 511 and
 * 5,000 kiosks, some kiosks were accepted only after 30 s, because the kernel drops the excess, and clients retry after 1, 3, 7 … seconds.
 */
const BACKLOG = 4_096;

export interface ServerOptions {
  database: Database;
  clock: Clock;
  signingKey: SigningKey;
  logger: FastifyBaseLogger;
  tls: { cert: string; key: string } | null;
  behindProxy: boolean;
  /** Largest number of requests that run at once. Further clients are asked to retry. Streams do not count. */
  maxInFlight: number;
  admission?: Admission;
  connectionLimits?: ConnectionLimits;
  patience?: Patience;
  meter?: Meter;
  /** Makes this the listener for staff: sessions are valid here, and requests for another host name are refused. Default: none. */
  gate?: StaffGate | null;
  /** Whether the database is ready. While it is not, clients are asked to retry. Default: always. */
  isOpen?: () => boolean;
}

export interface OperationsRegistrar {
  registerOperation<N extends PlainName>(name: N, handler: Handler<N>, extras?: Extras<N>): void;
  registerStream<N extends StreamName>(name: N, handler: StreamHandler<N>): void;
}

export interface CentreServer extends OperationsRegistrar {
  registerPage(path: string, read: () => Promise<Page>): void;
  /**
   * Registers a page for visitors, which also handles the page's form. `closed` is the page while the database cannot be read, while the
   * replica ends, and when too many requests run at once, at the replica or from one address.
   */
  registerVisits(path: string, visit: (visit: Visit) => Promise<Page>, closed: () => Page, bodyLimit?: number): void;
  /** The returned address has the allocated port in place of port 0. */
  listen(host: string, port: number): Promise<string>;
  isDraining(): boolean;
  /** Refuses new requests, ends streams, finishes running requests, and closes. */
  drain(): Promise<void>;
}

export function createServer(options: ServerOptions): CentreServer {
  const serving = assemble(options);
  const { app, connections, ending, streams, unread, patience } = serving;
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  measureRequests(serving);
  if (options.gate) keepToStaff(serving, options.gate);
  hurryClients(serving);
  refuseWhatIsNoOperation(serving);
  return {
    registerOperation: (name, handler, extras = {}) => addOperation(serving, name, handler, extras),
    registerStream: (name, handler) => addStream(serving, name, handler),
    registerPage: (path, read) => void app.get(path, async (_request, reply) => sendPage(reply, await read())),
    registerVisits: (...visits) => addVisits(serving, ...visits),
    async listen(host, port) {
      const address = await app.listen({ host, port, backlog: BACKLOG });
      return options.tls ? address.replace(/^http:/, 'https:') : address;
    },
    isDraining: () => ending.signal.aborted,
    async drain() {
      ending.abort();
      for (const answer of streams) answer.end();
      connections.closeStrangers();
      const cut = setTimeout(() => {
        for (const message of unread) message.destroy();
      }, patience.lingerMs);
      await app.close();
      clearTimeout(cut);
    },
  };
}

function assemble(options: ServerOptions): Serving {
  const { patience = PATIENCE, admission = createAdmission(options.maxInFlight), tls, behindProxy, logger } = options;
  const { meter = createMeter(), isOpen = () => true } = options;
  const connections = behindProxy ? UNCOUNTED_CONNECTIONS : createConnections(options.connectionLimits);
  const ending = new AbortController();
  const proved: ProvedRequests = new WeakMap();
  const answers = createAnswers({ ...options, proved, meter, isEnding: () => ending.signal.aborted });
  const auditing = createAuditing(options);
  return {
    app: createApp(options, patience, connections, answers),
    servedAt: { tls, behindProxy },
    logger,
    meter,
    isOpen,
    patience,
    admission,
    connections,
    proved,
    answers,
    auditing,
    ending,
    opening: createOpening({ ...options, proved, auditing }),
    streams: new Set(),
    sessionStreams: new Map(),
    unread: new Set(),
    leaves: new WeakMap(),
    entered: new WeakMap(),
  };
}

function createApp(
  options: ServerOptions,
  patience: Patience,
  connections: Connections,
  { sendRefusal }: Serving['answers'],
): FastifyInstance {
  return fastify({
    // Fastify's own logger is off, because it would keep every request of a stream in memory. This file logs the necessary events itself.
    exposeHeadRoutes: false,
    genReqId: ({ headers }) => requestIdOf(headers),
    // A booking's reference has up to a hundred characters, each perhaps written as %XX.
    routerOptions: { maxParamLength: 1_200 },
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    trustProxy: (_address, hop) => options.behindProxy && hop === 0,
    serverFactory: (handler) => {
      const server = createHttpServer(options.tls, patience, handler);
      connections.watch(server);
      return server;
    },
    clientErrorHandler: refuseUnread,
    frameworkErrors: (_error, _request, reply) => sendRefusal(reply, UNREADABLE),
  });
}

/** Returns the client's request id if it is a UUID, because any other text could forge lines of the log. Otherwise a new id. */
function requestIdOf(headers: IncomingHttpHeaders): string {
  const given = RequestId.safeParse(headers[REQUEST_ID_HEADER]);
  return given.success ? given.data.toLowerCase() : randomUUID();
}

/** Milliseconds between checks for ended sessions. Their streams are then ended. */
const SESSIONS_EVERY_MS = 1_000;

/** Answers only under the host name of the staff pages, and sends their headers with every answer. */
function keepToStaff(serving: Serving, { origin, endedOf }: StaffGate): void {
  const { app, servedAt, answers, sessionStreams, logger } = serving;
  const { hostname, protocol } = new URL(origin);
  const isPlain = protocol === 'http:';
  const headers = staffHeaders(origin);
  app.addHook('onRequest', async (request, reply) => {
    const { url } = receivedOf(request, servedAt);
    if (!URL.canParse(url) || new URL(url).hostname !== hostname) return answers.sendRefusal(reply, NO_OPERATION);
    const { cookie } = request.headers;
    if (isPlain && cookie !== undefined) request.headers.cookie = plainCookieNames.received(cookie);
    return undefined;
  });
  const look = setInterval(async () => {
    if (sessionStreams.size === 0) return;
    try {
      const ended = new Set(await endedOf([...sessionStreams.values()]));
      for (const [answer, caller] of sessionStreams) if (ended.has(caller)) answer.end();
    } catch (error) {
      logger.warn({ event: 'sessions-not-looked-at', err: error });
    }
  }, SESSIONS_EVERY_MS);
  app.addHook('onClose', async () => clearInterval(look));
  app.addHook('onSend', async (_request, reply, body) => {
    for (const [name, value] of Object.entries(headers)) if (!reply.hasHeader(name)) reply.header(name, value);
    const cookies = [reply.getHeader('set-cookie') ?? []].flat().map(String);
    if (isPlain && cookies.length > 0)
      reply.removeHeader('set-cookie').header('set-cookie', cookies.map(plainCookieNames.sent));
    return body;
  });
}

const UNREADABLE = refuseMember('malformed-request', '/path', 'the path cannot be read').error;
const NO_OPERATION = refuseMember('not-found', '/path', 'no operation has this path').error;

function hurryClients({ app, patience, unread }: Serving): void {
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
}

function refuseWhatIsNoOperation(serving: Serving): void {
  const { app, answers, logger } = serving;
  const { sendRefusal } = answers;
  app.addHook('onRequest', async (request, reply) => (request.is404 ? sendRefusal(reply, NO_OPERATION) : undefined));
  app.setNotFoundHandler((_request, reply) => sendRefusal(reply, NO_OPERATION));
  app.setErrorHandler(async (error, request, reply) => {
    const found: Refusal = wasTooSlow(request.raw.socket) ? { kind: 'too-slow' } : refusalOf(error);
    const refusal = await writeDown(serving, request, found);
    const { id: requestId, method } = request;
    const words = { event: refusal.kind, requestId, method, path: request.routeOptions.url, err: error };
    if (refusal.kind === 'internal-error') logger.error(words);
    else logger.warn(words);
    return sendRefusal(reply, refusal);
  });
}
