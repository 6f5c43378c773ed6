import type { FastifyRequest } from 'fastify';
import { CityId, KioskId } from '../../src-main/contract/central-api/ids.ts';
import { OPERATIONS, type Operation, type OperationName } from '../../src-main/contract/central-api/operations.ts';
import { type Result, refuse, succeed } from '../../src-main/contract/result.ts';
import type { RequestToSign } from '../../src-main/security/signed-messages.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/database.ts';
import { parsePart, readMedia } from './body.ts';
import { authenticateCandidate, authenticateChannel, authenticateKiosk, authenticateToken } from './credentials.ts';
import type { OperationRequest, Refusal } from './operation.ts';
import type { ProvedRequests } from './proved-requests.ts';

/** What an operation's registration may add. */
export interface Extras<N extends OperationName> {
  /** Of a `candidate` operation: the public key that must have signed. */
  candidateKey?: (request: Pick<OperationRequest<N>, 'params' | 'body'>) => Promise<Result<string, Refusal>>;
  /** What to do with the request of a revoked kiosk before it is told so. */
  ofRevoked?: (request: OperationRequest<N>) => Promise<void>;
}

export interface OpeningParts {
  database: Database;
  clock: Clock;
  proved: ProvedRequests;
}

export function createOpening({ database, clock, proved }: OpeningParts) {
  /** Parses each part, and checks who asks, in an order that costs a stranger as much as us. */
  return async function open<N extends OperationName>(
    name: N,
    request: FastifyRequest,
    received: RequestToSign,
    extras: Extras<N>,
  ): Promise<Result<OperationRequest<N>, Refusal>> {
    const operation: Operation = OPERATIONS[name];
    const receivedAtMs = clock.nowMs();
    const onProved = () => proved.add(request, received);
    const params = parsePart(operation.params, request.params, 'path');
    if (!params.ok) return params;

    const readBody = async (): Promise<Result<unknown, Refusal>> => {
      if (!operation.body) return succeed(null);
      const read = await readMedia(received.body, received.headers, operation.bodyMedia ?? 'application/json');
      return read.ok ? parsePart(operation.body, read.value, 'body') : read;
    };
    let body: Result<unknown, Refusal> | null = null;
    let caller: unknown = null;
    let revoked = false;
    if (operation.credential === 'kiosk') {
      const { cityId, kioskId } = {
        cityId: CityId.parse(params.value.cityId),
        kioskId: KioskId.parse(params.value.kioskId),
      };
      const known = await authenticateKiosk(received, cityId, kioskId, database, receivedAtMs, onProved);
      if (!known.ok) return known;
      caller = known.value.kiosk;
      revoked = known.value.revoked;
    } else if (operation.credential === 'token' || operation.credential === 'channel') {
      const authenticate = operation.credential === 'token' ? authenticateToken : authenticateChannel;
      const known = await authenticate(received.headers.authorization, CityId.parse(params.value.cityId), database);
      if (!known.ok) return known;
      caller = known.value;
    } else if (operation.credential === 'candidate') {
      body = await readBody();
      if (!body.ok) return body;
      const parts = { params: params.value, body: body.value } as Pick<OperationRequest<N>, 'params' | 'body'>;
      const findKey = extras.candidateKey;
      if (!findKey) throw new Error(`${name} does not say whose key must have signed`);
      const known = await authenticateCandidate(received, () => findKey(parts), onProved);
      if (!known.ok) return known;
      caller = known.value;
    }
    const query = operation.query ? parsePart<unknown>(operation.query, request.query, 'query') : succeed(null);
    body ??= await readBody();
    if (!query.ok) return revoked ? refuse({ kind: 'kiosk-revoked' }) : query;
    if (!body.ok) return revoked ? refuse({ kind: 'kiosk-revoked' }) : body;
    // Each part has just been read by the schema of this very operation: TypeScript cannot follow the name that far.
    const opened = {
      params: params.value,
      query: query.value,
      body: body.value,
      caller,
      ifNoneMatch: received.headers['if-none-match'] ?? null,
      remoteAddress: request.ip,
      receivedAtMs,
    } as OperationRequest<N>;
    if (!revoked) return succeed(opened);
    await extras.ofRevoked?.(opened);
    return refuse({ kind: 'kiosk-revoked' });
  };
}
