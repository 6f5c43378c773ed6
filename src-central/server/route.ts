import type { FastifyReply, FastifyRequest } from 'fastify';
import { OPERATIONS, type Operation, type OperationName } from '../../src-main/contract/centre/operations.ts';
import type { Extras, Head } from './open-request.ts';
import { type OperationRequest, refuseMember, routePath } from './operation.ts';
import { attend, countConnection, enter, placeFor } from './places.ts';
import { receivedOf } from './received-request.ts';
import { refuseAloud, writeDown } from './refusals.ts';
import type { Serving } from './serving.ts';

/** An operation without a body still accepts this many bytes, because some clients send an empty object. */
const NO_BODY_BYTES = 1_024;

const GONE = refuseMember('malformed-request', '/body', 'the client has disconnected').error;

export interface Route<N extends OperationName> {
  name: N;
  extras: Extras<N>;
  carryOut: (opened: OperationRequest<N>, request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>;
}

type Heads<N extends OperationName> = WeakMap<FastifyRequest, Head<N>>;

/**
 * Registers a route. The caller is authenticated before the body is read. The work begins when the body is complete, and ends when the
 * answer is passed to Node.
 */
export function addRoute<N extends OperationName>(serving: Serving, route: Route<N>): void {
  const heads: Heads<N> = new WeakMap();
  serving.app.route({
    ...routeOptions(route.name),
    onRequest: (request, reply) => letIn(serving, route, heads, request, reply),
    handler: (request, reply) => work(serving, route, heads, request, reply),
  });
}

function routeOptions(name: OperationName) {
  const operation: Operation = OPERATIONS[name];
  const { method, path, bounds } = operation;
  return { method, url: routePath(path), bodyLimit: bounds?.sent ?? NO_BODY_BYTES };
}

async function letIn<N extends OperationName>(
  serving: Serving,
  { name, extras }: Route<N>,
  heads: Heads<N>,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply | undefined> {
  const head = await enter(serving, name, request, extras);
  if (!head.ok) return refuseAloud(serving, name, request, reply, head.error);
  serving.entered.set(request, { name, head: head.value });
  // The client disconnected during the checks, so its close event has already passed.
  if (reply.raw.closed || request.raw.destroyed) {
    await writeDown(serving, request, GONE);
    return reply.hijack();
  }
  const leave = attend(serving, name, request, head.value);
  if (leave === null) {
    const refusal = await writeDown(serving, request, { kind: 'overloaded' });
    return refuseAloud(serving, name, request, reply, refusal);
  }
  reply.raw.once('close', leave);
  serving.leaves.set(request, leave);
  heads.set(request, head.value);
  return undefined;
}

async function work<N extends OperationName>(
  serving: Serving,
  { name, extras, carryOut }: Route<N>,
  heads: Heads<N>,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { connections, proved, entered, opening, servedAt } = serving;
  const head = heads.get(request);
  if (!head) throw new Error(`no head is stored for the request ${name}`);
  heads.delete(request);
  const letGo = connections.hold(request.raw.socket);
  const place = await placeFor(serving, request, head);
  try {
    if (place === null) {
      const refusal = await writeDown(serving, request, { kind: 'overloaded' });
      return await refuseAloud(serving, name, request, reply, refusal);
    }
    const opened = await opening.openWhole(name, head, request, receivedOf(request, servedAt), extras);
    if (proved.has(request)) countConnection(serving, request, head, true);
    // `openWhole` has recorded its refusals, and `carryOut` records the result, so `writeDown` must not record this request too.
    entered.delete(request);
    if (!opened.ok) return await refuseAloud(serving, name, request, reply, opened.error);
    return await carryOut(opened.value, request, reply);
  } finally {
    place?.();
    letGo();
  }
}
