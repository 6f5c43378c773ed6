import type { FastifyRequest } from 'fastify';
import { OPERATIONS, type OperationName } from '../../src-main/contract/centre/operations.ts';
import { type Result, refuse } from '../../src-main/domain/result.ts';
import { addressSubject } from '../enrolment/address-subject.ts';
import { type Leave, MOST_OF_KIOSK, MOST_OF_TOKEN, MOST_STRANGERS_BODIES } from './admission.ts';
import type { Extras, Head } from './open-request.ts';
import type { Refusal } from './operation.ts';
import { receivedOf } from './received-request.ts';
import type { Serving } from './serving.ts';

export async function enter<N extends OperationName>(
  serving: Serving,
  name: N,
  request: FastifyRequest,
  extras: Extras<N>,
): Promise<Result<Head<N>, Refusal>> {
  const { ending, isOpen, connections, admission, opening, servedAt } = serving;
  if (ending.signal.aborted) return refuse({ kind: 'draining' });
  if (!isOpen()) return refuse({ kind: 'store-unreachable' });
  const { socket } = request.raw;
  const letGo = connections.hold(socket);
  const place = await admission.check(connections.callerOf(socket) ?? addressSubject(request.ip));
  try {
    if (place === null) return refuse({ kind: 'overloaded' });
    const head = await opening.openHead(name, request, receivedOf(request, servedAt), extras);
    if (head.ok) countConnection(serving, request, head.value);
    return head;
  } finally {
    letGo();
    place?.();
  }
}

/**
 * Marks the connection as authenticated: at once for a token and for a kiosk's read, and for a kiosk's other requests once they are
 * complete.
 */
export function countConnection(
  { connections }: Serving,
  { raw }: FastifyRequest,
  { caller }: Head<OperationName>,
  isWhole = false,
): void {
  if (caller === null) return;
  const isProof = !('kioskId' in caller) || raw.method === 'GET' || isWhole;
  if (isProof) connections.prove(raw.socket, callerKey(caller));
}

/**
 * Takes a place for a request from its head to its answer. A stranger needs a place only for a request with a body. A kiosk's requests with
 * a body are counted by address and separately from its reads, so that an attacker with a captured head but no body takes no place of the
 * kiosk itself.
 */
export function attend<N extends OperationName>(
  { admission, connections }: Serving,
  name: N,
  request: FastifyRequest,
  { caller }: Head<N>,
): Leave | null {
  const isRead = OPERATIONS[name].method === 'GET';
  const address = addressSubject(request.ip);
  if (caller === null) return isRead ? () => {} : admission.attend(address, MOST_STRANGERS_BODIES);
  const key = callerKey(caller);
  if (!('kioskId' in caller)) return admission.attend(key, MOST_OF_TOKEN);
  if (isRead) return admission.attend(key, MOST_OF_KIOSK);
  const leave = admission.attend(`${key} from ${address}`, MOST_OF_KIOSK);
  if (leave === null) return null;
  // The connection is not closed to make room while this request runs. `MOST_OF_KIOSK` keeps the number of such connections small.
  const letGo = connections.hold(request.raw.socket);
  return () => {
    leave();
    letGo();
  };
}

/** Takes a place for the work of a request. A stranger takes one of the places of its network address. */
export const placeFor = (
  { admission }: Serving,
  request: FastifyRequest,
  { caller }: Head<OperationName>,
): ReturnType<Serving['admission']['check']> | ReturnType<Serving['admission']['work']> =>
  caller === null ? admission.check(addressSubject(request.ip)) : admission.work();

const callerKey = (caller: object): string => {
  if ('kioskId' in caller) return `kiosk ${String(caller.kioskId)}`;
  if ('tokenId' in caller) return `token ${String(caller.tokenId)}`;
  throw new Error('the request has no identified sender');
};
