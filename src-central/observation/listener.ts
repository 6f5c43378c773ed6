import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { collectDefaultMetrics } from 'prom-client';
import type { Meter } from './meter.ts';

const HEAD_MS = 5_000;

/**
 * Serves `GET /metrics` and nothing else, at a separate address, so that a client which reaches the kiosks' address cannot read the
 * metrics.
 */
export async function listenForMetrics(
  { host, port }: { host: string; port: number },
  { registry }: Meter,
  observe: () => Promise<void>,
) {
  collectDefaultMetrics({ register: registry });
  const server = createServer({ headersTimeout: HEAD_MS, requestTimeout: HEAD_MS }, async (request, response) => {
    if (request.method !== 'GET' || request.url !== '/metrics') return response.writeHead(404).end();
    await observe();
    return response.writeHead(200, { 'content-type': registry.contentType }).end(await registry.metrics());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const { port: taken } = server.address() as AddressInfo;
  return {
    /** The address on which the server listens; port 0 was replaced by a free one. */
    address: `http://${host.includes(':') ? `[${host}]` : host}:${taken}/metrics`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
