import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { OPERATIONS, type Operation, type OperationName } from '../../src-main/contract/centre/operations.ts';
import { CityId, KioskId } from '../../src-main/contract/shared/ids.ts';
import { type Result, refuse, succeed } from '../../src-main/domain/result.ts';
import { isSignedBody, type RequestToSign } from '../../src-main/security/signed-messages.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/database.ts';
import type { Auditing } from './auditing.ts';
import { type Bearers, createBearers } from './bearers.ts';
import { parsePart, readMedia } from './body.ts';
import { authenticateCandidate, authenticateKiosk, type Revocation } from './credentials.ts';
import type { OperationRequest, Refusal } from './operation.ts';
import type { ProvedRequests } from './proved-requests.ts';

/** What an operation's registration may add. */
export interface Extras<N extends OperationName> {
  /** Of a `candidate` operation: the public key that must have signed. */
  candidateKey?: (request: Pick<OperationRequest<N>, 'params' | 'body'>) => Promise<Result<string, Refusal>>;
  /** What to do with the request of a revoked kiosk before it is refused. */
  ofRevoked?: (request: OperationRequest<N>) => Promise<void>;
}

export interface OpeningParts {
  database: Database;
  clock: Clock;
  proved: ProvedRequests;
  auditing: Auditing;
}

/** Who asks, as the head of the request shows; of a candidate whose key is in the body nobody knows yet. */
export interface Head<N extends OperationName> {
  params: OperationRequest<N>['params'];
  caller: OperationRequest<N>['caller'] | null;
  /** Its events are kept: its body is read before it is refused. */
  revoked: Revocation | null;
}

const PlaceOfToken = z.object({ cityId: CityId });
const PlaceOfKiosk = PlaceOfToken.extend({ kioskId: KioskId });

interface OpeningContext extends OpeningParts {
  bearers: Bearers;
}

export function createOpening(parts: OpeningParts) {
  const context: OpeningContext = { ...parts, bearers: createBearers(parts.database, parts.auditing) };
  return {
    /** Checks who asks before a byte of the body is read: a stranger's is not waited for. */
    async openHead<N extends OperationName>(
      name: N,
      request: FastifyRequest,
      received: RequestToSign,
    ): Promise<Result<Head<N>, Refusal>> {
      // A stranger's is not read: only what says whose credentials they must be.
      const readParams = () => parsePart<Record<string, unknown>>(OPERATIONS[name].params, request.params, 'path');
      const known = await whoAsks(context, name, request, received, readParams);
      if (!known.ok) return known;
      const params = readParams();
      if (!params.ok) return params;
      // Read by the schema of this very operation: TypeScript cannot follow the name that far.
      return succeed({ params: params.value, ...known.value } as Head<N>);
    },
    /** The request with its body, once it is here whole: proves it, and reads each part. */
    openWhole: <N extends OperationName>(
      name: N,
      head: Head<N>,
      request: FastifyRequest,
      received: RequestToSign,
      extras: Extras<N>,
    ): Promise<Result<OperationRequest<N>, Refusal>> => openWhole(context, name, head, request, received, extras),
  };
}

export type Opening = ReturnType<typeof createOpening>;

/** By the head alone. `caller` is `null` where nobody has to show anything, or shows it in the body. */
async function whoAsks(
  { database, clock, proved, bearers }: OpeningContext,
  name: OperationName,
  request: FastifyRequest,
  received: RequestToSign,
  readParams: () => Result<Record<string, unknown>, Refusal>,
): Promise<Result<{ caller: unknown; revoked: Revocation | null }, Refusal>> {
  const nowMs = clock.nowMs();
  const { credential } = OPERATIONS[name];
  if (credential === 'kiosk') {
    const place = parsePart(PlaceOfKiosk, request.params, 'path');
    if (!place.ok) return place;
    const onProved = () => proved.add(request, received);
    const known = await authenticateKiosk(received, place.value, database, nowMs, onProved);
    return known.ok ? succeed({ caller: known.value.kiosk, revoked: known.value.revoked }) : known;
  }
  if (credential === 'token' || credential === 'channel') {
    const place = parsePart(PlaceOfToken, request.params, 'path');
    if (!place.ok) return place;
    const known = await bearers.enter(name, {
      ...{ ...place.value, readParams, nowMs },
      authorization: received.headers.authorization,
      remoteAddress: request.ip,
    });
    return known.ok ? succeed({ caller: known.value, revoked: null }) : known;
  }
  return succeed({ caller: null, revoked: null });
}

async function openWhole<N extends OperationName>(
  { clock, proved, bearers }: OpeningContext,
  name: N,
  head: Head<N>,
  request: FastifyRequest,
  received: RequestToSign,
  extras: Extras<N>,
): Promise<Result<OperationRequest<N>, Refusal>> {
  const operation: Operation = OPERATIONS[name];
  const receivedAtMs = clock.nowMs();
  const { params, revoked } = head;
  let { caller }: { caller: unknown } = head;
  const onProved = () => proved.add(request, received);
  if (operation.credential === 'kiosk') {
    if (!isSignedBody(received)) return refuse({ kind: 'bad-signature' });
    onProved();
  }
  const body = await readBody(operation, received);
  if (operation.credential === 'candidate') {
    if (!body.ok) return body;
    const findKey = extras.candidateKey;
    if (!findKey) throw new Error(`${name} does not say whose key must have signed`);
    const parts = { params, body: body.value } as Pick<OperationRequest<N>, 'params' | 'body'>;
    const known = await authenticateCandidate(received, () => findKey(parts), onProved);
    if (!known.ok) return known;
    caller = known.value;
  }
  const query = operation.query ? parsePart<unknown>(operation.query, request.query, 'query') : succeed(null);
  const followed = await bearers.follow(name, caller, params, query.ok ? body : query);
  if (!followed.ok) return followed;
  if (!query.ok) return revoked ? refuse({ kind: 'kiosk-revoked', ...revoked }) : query;
  if (!body.ok) return revoked ? refuse({ kind: 'kiosk-revoked', ...revoked }) : body;
  const opened = {
    ...{ params, caller, receivedAtMs, query: query.value, body: body.value },
    ifNoneMatch: received.headers['if-none-match'] ?? null,
    remoteAddress: request.ip,
    requestId: request.id,
  } as OperationRequest<N>;
  if (!revoked) return succeed(opened);
  await extras.ofRevoked?.(opened);
  return refuse({ kind: 'kiosk-revoked', ...revoked });
}

async function readBody(operation: Operation, received: RequestToSign): Promise<Result<unknown, Refusal>> {
  if (!operation.body) return succeed(null);
  const read = await readMedia(received.body, received.headers, operation.bodyMedia ?? 'application/json');
  return read.ok ? parsePart(operation.body, read.value, 'body') : read;
}
