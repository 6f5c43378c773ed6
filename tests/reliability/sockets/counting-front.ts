import { once } from 'node:events';
import { createServer, request as passOn } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** A proxy that counts a request once its head has arrived, and so also counts requests that are never completed. */
export async function startCountingFront(target: string, maxInFlight: number) {
  let inFlight = 0;
  const server = createServer(async (incoming, outgoing) => {
    if (inFlight >= maxInFlight) {
      outgoing.writeHead(503).end();
      return;
    }
    inFlight += 1;
    outgoing.once('close', () => {
      inFlight -= 1;
    });
    const body = await buffer(incoming).catch(() => null);
    if (body === null) return;
    const passed = passOn(`${target}${incoming.url}`, { method: incoming.method, headers: incoming.headers });
    passed.on('response', (response) => response.pipe(outgoing.writeHead(response.statusCode ?? 502)));
    passed.on('error', () => outgoing.destroy());
    passed.end(body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
