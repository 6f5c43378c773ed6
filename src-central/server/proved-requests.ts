import type { FastifyRequest } from 'fastify';
import type { RequestToSign } from '../../src-main/signing/signed-messages.ts';

/** Requests whose signature has been verified, until they are answered. */
export interface ProvedRequests {
  add(request: FastifyRequest, signed: RequestToSign): void;
  /** The request as its signature covers it. `null`: its signature has not been verified. */
  of(request: FastifyRequest): RequestToSign | null;
}

export function createProvedRequests(): ProvedRequests {
  const known = new WeakMap<FastifyRequest, RequestToSign>();
  return {
    add: (request, signed) => void known.set(request, signed),
    of: (request) => known.get(request) ?? null,
  };
}
