import type { FastifyRequest } from 'fastify';
import type { RequestToSign } from '../../src-main/signing/signed-messages.ts';

/** The requests whose signature has been verified, each in the form that its signature covers, until it is answered. */
export type ProvedRequests = WeakMap<FastifyRequest, RequestToSign>;

export interface ServedAt {
  tls: object | null;
  behindProxy: boolean;
}

const plainHeaders = (headers: FastifyRequest['headers']): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
    ),
  );

/** The host of a request that names none. No signature can cover it. */
const NO_AUTHORITY = 'centre.invalid';

/**
 * Returns the request in the form that its signature covers. The host is the requested host; behind a proxy, the host that the proxy
 * reports.
 */
export function receivedOf(
  { method, raw, headers, body }: FastifyRequest,
  { tls, behindProxy }: ServedAt,
): RequestToSign {
  const scheme = tls !== null || behindProxy ? 'https' : 'http';
  // The last of several hosts is from the nearest proxy.
  const forwarded = behindProxy
    ? String(headers['x-forwarded-host'] ?? '')
        .split(',')
        .at(-1)
        ?.trim()
    : '';
  const authority = forwarded || headers.host || NO_AUTHORITY;
  return {
    method,
    url: `${scheme}://${authority}${raw.url ?? '/'}`,
    headers: plainHeaders(headers),
    body: Buffer.isBuffer(body) && body.length > 0 ? body : null,
  };
}
