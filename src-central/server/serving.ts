import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyBaseLogger, FastifyInstance, FastifyRequest } from 'fastify';
import type { OperationName } from '../../src-main/contract/centre/operations.ts';
import type { Meter } from '../observation/meter.ts';
import type { Admission, Leave } from './admission.ts';
import type { Answers } from './answers.ts';
import type { Auditing } from './auditing.ts';
import type { Connections } from './connections.ts';
import type { Patience } from './http-server.ts';
import type { Head, Opening } from './open-request.ts';
import type { TokenCaller } from './operation.ts';
import type { ProvedRequests, ServedAt } from './received-request.ts';

/** All requests of a replica share this context. */
export interface Serving {
  readonly app: FastifyInstance;
  readonly servedAt: ServedAt;
  readonly logger: FastifyBaseLogger;
  readonly meter: Meter;
  readonly isOpen: () => boolean;
  readonly patience: Patience;
  readonly admission: Admission;
  readonly connections: Connections;
  readonly proved: ProvedRequests;
  readonly answers: Answers;
  readonly auditing: Auditing;
  readonly opening: Opening;
  readonly ending: AbortController;
  readonly streams: Set<ServerResponse>;
  /** The streams of people with a session. A stream ends when its session ends. */
  readonly sessionStreams: Map<ServerResponse, TokenCaller>;
  readonly unread: Set<IncomingMessage>;
  readonly leaves: WeakMap<FastifyRequest, Leave>;
  /**
   * Requests whose head was accepted and whose result is not recorded yet. If such a request is refused, `writeDown` records it in the
   * audit.
   */
  readonly entered: WeakMap<FastifyRequest, { name: OperationName; head: Head<OperationName> }>;
}
