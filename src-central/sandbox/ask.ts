import { OPERATIONS, type Operation, type OperationName, pathOf } from '../../src-main/contract/centre/operations.ts';
import type { RequestToSign } from '../../src-main/signing/signed-messages.ts';

export interface Question {
  params?: Record<string, string>;
  body?: unknown;
  headers?: Record<string, string>;
}

export interface CityAddress {
  url: string;
  cityId: string;
}

export function requestTo(
  { url, cityId }: CityAddress,
  name: OperationName,
  { params, body, headers }: Question,
): RequestToSign {
  const operation: Operation = OPERATIONS[name];
  return {
    method: operation.method,
    url: `${url}${pathOf(name, { cityId, ...params })}`,
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    body: body === undefined ? null : Buffer.from(JSON.stringify(body)),
  };
}

/**
 * Sends a request and returns the body of a successful answer. Any other answer throws, because only this program's own mistake could cause
 * it.
 */
export async function send({ method, url, headers, body }: RequestToSign): Promise<unknown> {
  const response = await fetch(url, { method, headers, ...(body ? { body: new Uint8Array(body) } : {}) });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${url} was answered ${response.status}: ${text}`);
  return text === '' ? null : JSON.parse(text);
}
