import { OPERATIONS, type Operation, type OperationName, pathOf } from '../../src-main/contract/centre/operations.ts';
import type { RequestToSign } from '../../src-main/signing/signed-messages.ts';
import { type Answer, exchange } from './exchange.ts';

/** The implementation that is tried, and a token of its city. */
export interface Centre {
  /** Without a slash at its end. */
  url: string;
  cityId: string;
  token: string;
  /** A token of a channel of that city; rules on appointments are tried with one alone. */
  channelToken: string | null;
  /** A token of that city whose role is viewer; the rule on it is tried with one alone. */
  viewerToken?: string | null;
}

export interface Call {
  /** `cityId` is filled in. */
  params?: Record<string, string>;
  query?: Record<string, string>;
  /** Sent as JSON; bytes are sent as they are. */
  body?: unknown;
  headers?: Record<string, string>;
}

/** An operation's request, not signed yet. */
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

/** As the channel whose token was given. */
export function callAsChannel(centre: Centre, name: OperationName, call: Call = {}): Promise<Answer> {
  const headers = { authorization: `Bearer ${centre.channelToken}` };
  return exchange(requestOf(centre, name, { ...call, headers: { ...headers, ...call.headers } }));
}

/** As a person or program of the city. */
export function callAsCity(centre: Centre, name: OperationName, call: Call = {}): Promise<Answer> {
  const request = requestOf(centre, name, call);
  return exchange({ ...request, headers: { authorization: `Bearer ${centre.token}`, ...request.headers } });
}
