import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { collectDefaultMetrics } from 'prom-client';
import type { Meter } from './meter.ts';

export interface MetricsListener {
  /** With the port that was free when it was asked for 0. */
  address: string;
  close(): Promise<void>;
}

const HEAD_MS = 5_000;

/** `GET /metrics` at an address of its own, and nothing else: whoever reaches the kiosks' address reaches none of this. */
export async function listenForMetrics(
  { host, port }: { host: string; port: number },
  { registry }: Meter,
  observe: () => Promise<void>,
): Promise<MetricsListener> {
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
    address: `http://${host.includes(':') ? `[${host}]` : host}:${taken}/metrics`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
