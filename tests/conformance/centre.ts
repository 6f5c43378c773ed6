import { OPERATIONS, type Operation, type OperationName, pathOf } from '../../src-main/contract/centre/operations.ts';
import type { RequestToSign } from '../../src-main/signing/signed-messages.ts';
import { type Answer, exchange } from './exchange.ts';

/** The implementation of the API under test, and a city that it serves. */
export interface Centre {
  /** The address, without a trailing slash. */
  url: string;
  cityId: string;
  token: string;
  /** A channel's token of the city; `null`: the rules on appointments are left out. */
  channelToken: string | null;
  /** A token of the city with the role viewer; without it the rules on viewers are left out. */
  viewerToken?: string | null;
}

export interface Call {
  /** The path's parameters besides `cityId`. */
  params?: Record<string, string>;
  query?: Record<string, string>;
  /** The request's body, sent as JSON; bytes are sent unchanged. */
  body?: unknown;
  headers?: Record<string, string>;
}

/** Builds an operation's request, without a signature. */
export function requestOf(centre: Centre, name: OperationName, { params, query, body, headers }: Call): RequestToSign {
  const operation: Operation = OPERATIONS[name];
  const asked = new URLSearchParams(query).toString();
  const path = pathOf(name, { cityId: centre.cityId, ...params });
  return {
    method: operation.method,
    url: `${centre.url}${path}${asked === '' ? '' : `?${asked}`}`,
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    body: body === undefined ? null : Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body)),
  };
}

export function callAsChannel(centre: Centre, name: OperationName, call: Call = {}): Promise<Answer> {
  const headers = { authorization: `Bearer ${centre.channelToken}` };
  return exchange(requestOf(centre, name, { ...call, headers: { ...headers, ...call.headers } }));
}

export function callAsCity(centre: Centre, name: OperationName, call: Call = {}): Promise<Answer> {
  const request = requestOf(centre, name, call);
  return exchange({ ...request, headers: { authorization: `Bearer ${centre.token}`, ...request.headers } });
}
