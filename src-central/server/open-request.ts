import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { OPERATIONS, type Operation, type OperationName } from '../../src-main/contract/centre/operations.ts';
import { CityId, KioskId } from '../../src-main/contract/shared/ids.ts';
import { type Result, refuse, succeed } from '../../src-main/domain/result.ts';
import { isSignedBody, type RequestToSign } from '../../src-main/signing/signed-messages.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/database.ts';
import type { Auditing } from './auditing.ts';
import { type Bearers, createBearers } from './bearers.ts';
import { bodyRefusal, parsePart, readBody } from './body.ts';
import { authenticateCandidate, authenticateKiosk, isCandidateSignature, type Revocation } from './credentials.ts';
import type { CandidateCaller, OperationRequest, Refusal } from './operation.ts';
import type { ProvedRequests } from './received-request.ts';
import type { StaffGate } from './staff-gate.ts';

export interface Extras<N extends OperationName> {
  /** For a `candidate` operation: the public key that must have signed. */
  candidateKey?: (request: Pick<OperationRequest<N>, 'params' | 'body'>) => Promise<Result<string, Refusal>>;
  /** Handles the request of a revoked kiosk before it is refused. If it returns `let-in`, the request is answered like any other. */
  ofRevoked?: (request: OperationRequest<N>, revoked: Revocation) => Promise<unknown>;
}

export interface OpeningParts {
  database: Database;
  clock: Clock;
  proved: ProvedRequests;
  auditing: Auditing;
  gate?: StaffGate | null;
}

export interface Head<N extends OperationName> {
  params: OperationRequest<N>['params'];
  /**
   * The authenticated caller. `null`: a stranger, whose request takes one of the places of its network address (`Admission`). A candidate
   * (a kiosk that asks to be enrolled) counts as a stranger even after its signature is verified.
   */
  caller: OperationRequest<N>['caller'] | null;
  /**
   * The kiosk that asks to be enrolled, once its signature is verified. `null`: the operation is not for such kiosks, or it is
   * `openEnrolment`, whose key is in the body that is not read yet.
   */
  candidate: CandidateCaller | null;
  /**
   * The refusal of a revoked kiosk. The events that it uploads are stored for a person to judge, so its body is read before it is refused.
   */
  revoked: Revocation | null;
}

const PlaceOfToken = z.object({ cityId: CityId });
const PlaceOfKiosk = PlaceOfToken.extend({ kioskId: KioskId });

interface OpeningContext extends OpeningParts {
  bearers: Bearers;
}

const STRANGER = { caller: null, candidate: null, revoked: null } as const;

export function createOpening(parts: OpeningParts) {
  const context: OpeningContext = { ...parts, bearers: createBearers({ ...parts, gate: parts.gate ?? null }) };
  return {
    /**
     * Checks the head before any byte of the body is read: credentials, path, type and coding of the body. A token's refusals are recorded.
     */
    async openHead<N extends OperationName>(
      name: N,
      request: FastifyRequest,
      received: RequestToSign,
      extras: Extras<N>,
    ): Promise<Result<Head<N>, Refusal>> {
      // Before the credentials are checked, only the parameters that name their owner, such as the kiosk, are parsed.
      const readParams = () => parsePart<Record<string, unknown>>(OPERATIONS[name].params, request.params, 'path');
      const known = await whoAsks(context, name, request, received, readParams, extras);
      if (!known.ok) return known;
      const params = readParams();
      if (!params.ok) return params;
      // The cast is safe, because this operation's own schema parsed it, which TypeScript cannot follow.
      const head = { params: params.value, ...known.value } as Head<N>;
      const refusal = bodyRefusal(OPERATIONS[name], received.headers);
      return refusal === null ? succeed(head) : refuseBody(context, name, request, received, head, refusal);
    },
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

/**
 * Refuses a body whose type or coding the operation does not accept. A kiosk's head counts as verified, because its signature covers type
 * and coding.
 */
async function refuseBody<N extends OperationName>(
  { proved, bearers }: OpeningContext,
  name: N,
  request: FastifyRequest,
  received: RequestToSign,
  { params, caller, revoked }: Head<N>,
  refusal: Refusal,
): Promise<Result<never, Refusal>> {
  if (OPERATIONS[name].credential === 'kiosk') proved.set(request, received);
  const refused = refuse(refusal);
  const followed = await bearers.follow(name, caller, params, refused);
  if (!followed.ok) return followed;
  return revoked ? refuse({ kind: 'kiosk-revoked', ...revoked }) : refused;
}

/** Authenticates by the head alone. `caller` is `null` for operations without credentials and for candidates. */
async function whoAsks<N extends OperationName>(
  { database, clock, proved, bearers }: OpeningContext,
  name: N,
  request: FastifyRequest,
  received: RequestToSign,
  readParams: () => Result<Record<string, unknown>, Refusal>,
  extras: Extras<N>,
): Promise<Result<{ caller: unknown; candidate: CandidateCaller | null; revoked: Revocation | null }, Refusal>> {
  const nowMs = clock.nowMs();
  const { credential, body }: Operation = OPERATIONS[name];
  const onProved = () => proved.set(request, received);
  // A signature must cover the body's digest.
  const isDigestMissing = body !== undefined && received.headers['content-digest'] === undefined;
  if (credential === 'kiosk') {
    const place = parsePart(PlaceOfKiosk, request.params, 'path');
    if (!place.ok) return place;
    if (isDigestMissing) return refuse({ kind: 'unsigned' });
    const known = await authenticateKiosk(received, place.value, database, nowMs, onProved);
    return known.ok ? succeed({ ...STRANGER, caller: known.value.kiosk, revoked: known.value.revoked }) : known;
  }
  if (credential === 'candidate') {
    if (isDigestMissing || !isCandidateSignature(received)) return refuse({ kind: 'unsigned' });
    if (body) return succeed(STRANGER);
    const params = readParams();
    if (!params.ok) return params;
    // The cast is safe, because the operation has no body, which TypeScript cannot follow.
    const parts = { params: params.value, body: null } as Pick<OperationRequest<N>, 'params' | 'body'>;
    const known = await authenticateCandidate(received, () => candidateKeyOf(name, extras)(parts), onProved);
    return known.ok ? succeed({ ...STRANGER, candidate: known.value }) : known;
  }
  if (credential === 'token' || credential === 'channel') {
    const place = parsePart(PlaceOfToken, request.params, 'path');
    if (!place.ok) return place;
    const known = await bearers.enter(name, {
      ...place.value,
      readParams,
      nowMs,
      method: received.method,
      headers: received.headers,
      remoteAddress: request.ip,
    });
    return known.ok ? succeed({ ...STRANGER, caller: known.value }) : known;
  }
  return succeed(STRANGER);
}

/** @throws Error if a `candidate` operation was registered without `candidateKey` (caller's bug) */
function candidateKeyOf<N extends OperationName>(name: N, { candidateKey }: Extras<N>) {
  if (!candidateKey) throw new Error(`${name} does not say whose key must sign its requests`);
  return candidateKey;
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
  const { params, revoked, candidate } = head;
  let caller: unknown = candidate ?? head.caller;
  const onProved = () => proved.set(request, received);
  const isSigned = operation.credential === 'kiosk' || operation.credential === 'candidate';
  if (isSigned && !isSignedBody(received)) return refuse({ kind: 'bad-signature' });
  if (operation.credential === 'kiosk') onProved();
  const body = await readBody(operation, received);
  if (operation.credential === 'candidate' && candidate === null) {
    if (!body.ok) return body;
    const parts = { params, body: body.value } as Pick<OperationRequest<N>, 'params' | 'body'>;
    const known = await authenticateCandidate(received, () => candidateKeyOf(name, extras)(parts), onProved);
    if (!known.ok) return known;
    caller = known.value;
  }
  const query = operation.query ? parsePart<unknown>(operation.query, request.query, 'query') : succeed(null);
  const followed = await bearers.follow(name, caller, params, query.ok ? body : query);
  if (!followed.ok) return followed;
  if (!query.ok) return revoked ? refuse({ kind: 'kiosk-revoked', ...revoked }) : query;
  if (!body.ok) return revoked ? refuse({ kind: 'kiosk-revoked', ...revoked }) : body;
  const opened = {
    params,
    caller,
    receivedAtMs,
    query: query.value,
    body: body.value,
    ifNoneMatch: received.headers['if-none-match'] ?? null,
    remoteAddress: request.ip,
    requestId: request.id,
  } as OperationRequest<N>;
  if (!revoked) return succeed(opened);
  if ((await extras.ofRevoked?.(opened, revoked)) === 'let-in') return succeed(opened);
  return refuse({ kind: 'kiosk-revoked', ...revoked });
}
