import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import { fastify } from 'fastify';
import type { SigningKey } from '../../src-main/security/keys.ts';
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
import { createProvedRequests } from './proved-requests.ts';
import { writeDown } from './refusals.ts';
import { addOperation, addStream } from './registration.ts';
import { requestIdOf } from './request-id.ts';
import type { Serving } from './serving.ts';
import { addVisits, type Page, sendPage, type Visit } from './visits.ts';

/**
 * Connections that the kernel keeps for a replica that has not taken them yet; `net.core.somaxconn` may lower it. Of Node's 511 so many of
 * 5,000 kiosks were over that some were let in after 30 s: the kernel drops them, and they ask again after 1, 3, 7 … seconds.
 */
const BACKLOG = 4_096;

export interface ServerOptions {
  database: Database;
  clock: Clock;
  signingKey: SigningKey;
  logger: FastifyBaseLogger;
  tls: { cert: string; key: string } | null;
  behindProxy: boolean;
  /** Requests in work at once; the server asks more to come back. Streams do not count. */
  maxInFlight: number;
  /** Where somebody else says who is let in, and for how long. */
  admission?: Admission;
  connectionLimits?: ConnectionLimits;
  patience?: Patience;
  /** Where its requests are counted. */
  meter?: Meter;
  /** Whether its database is as it needs it; without, all are told to come back. Always by default. */
  isOpen?: () => boolean;
}

export interface CentreServer {
  registerOperation<N extends PlainName>(name: N, handler: Handler<N>, extras?: Extras<N>): void;
  registerStream<N extends StreamName>(name: N, handler: StreamHandler<N>): void;
  /** A page or document for anybody: OpenAPI, health. */
  registerPage(path: string, read: () => Promise<Page>): void;
  /** A page for whoever has its address, and what its form does; `closed` is shown while nothing can be looked up. */
  registerVisits(path: string, visit: (visit: Visit) => Promise<Page>, closed: () => Page): void;
  /** Its address, with the port that was free when `port` is 0. */
  listen(host: string, port: number): Promise<string>;
  isDraining(): boolean;
  /** Takes nothing new, ends streams, finishes what it has begun, and ends. */
  drain(): Promise<void>;
}

export function createServer(options: ServerOptions): CentreServer {
  const serving = assemble(options);
  const { app, connections, ending, streams, unread, patience } = serving;
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  measureRequests(serving);
  hurryClients(serving);
  refuseWhatIsNoOperation(serving);
  return {
    registerOperation: (name, handler, extras = {}) => addOperation(serving, name, handler, extras),
    registerStream: (name, handler) => addStream(serving, name, handler),
    registerPage: (path, read) => void app.get(path, async (_request, reply) => sendPage(reply, await read())),
    registerVisits: (path, visit, closed) => addVisits(serving, path, visit, closed),
    async listen(host, port) {
      const address = await app.listen({ host, port, backlog: BACKLOG });
      return options.tls ? address.replace(/^http:/, 'https:') : address;
    },
    isDraining: () => ending.signal.aborted,
    async drain() {
      ending.abort();
      for (const connection of streams) connection.destroySoon();
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
  const proved = createProvedRequests();
  const answers = createAnswers({ ...options, proved, meter, isEnding: () => ending.signal.aborted });
  const auditing = createAuditing(options);
  return {
    app: createApp(options, patience, connections, answers),
    servedAt: { tls, behindProxy },
    ...{ logger, meter, isOpen, patience, admission, connections, proved, answers, auditing, ending },
    opening: createOpening({ ...options, proved, auditing }),
    streams: new Set(),
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
    // No logger of its own: it would hold on to every request of a stream, and this file says what there is to say.
    exposeHeadRoutes: false,
    genReqId: ({ headers }) => requestIdOf(headers),
    // A reference of a hundred characters, each of them written as %XX.
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

const UNREADABLE = refuseMember('malformed-request', '/path', 'it cannot be read').error;
const NO_OPERATION = refuseMember('not-found', '/path', 'no operation has this path').error;

/** Whoever sends or takes too slowly is not waited for. */
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
