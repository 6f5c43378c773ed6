import type { FastifyRequest } from 'fastify';
import { OPERATIONS } from '../../src-main/contract/centre/operations.ts';
import { REQUEST_ID_HEADER } from '../../src-main/contract/centre/request-id.ts';
import { routePath } from './operation.ts';
import type { Serving } from './serving.ts';

const NAMES = new Map(
  Object.entries(OPERATIONS).map(([name, { method, path }]) => [`${method} ${routePath(path)}`, name]),
);

/** Returns the name of a request's route, never a text that a client chose. */
function nameOf({ is404, method, routeOptions: { url } }: FastifyRequest): string {
  if (is404 || url === undefined) return 'none';
  return NAMES.get(`${method} ${url}`) ?? 'page';
}

/**
 * Times each request until its answer is passed to Node, and puts the request's id into the answer. Streams are counted elsewhere, because
 * a hook at the end of their answers would keep their requests in memory.
 */
export function measureRequests({ app, meter }: Serving): void {
  const begun = new WeakMap<FastifyRequest, number>();
  app.addHook('onRequest', (request, _reply, done) => {
    begun.set(request, performance.now());
    done();
  });
  app.addHook('onSend', (request, reply, body, done) => {
    const nowMs = performance.now();
    meter.answered(nameOf(request), reply.statusCode, (nowMs - (begun.get(request) ?? nowMs)) / 1_000);
    void reply.header(REQUEST_ID_HEADER, request.id);
    done(null, body);
  });
}
