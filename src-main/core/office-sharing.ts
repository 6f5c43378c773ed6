import { createServer, get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { hostname } from 'node:os';
import { announceKiosk, findKiosks } from '../../hardware/discovery/kiosks.ts';
import type { SearchedNetwork } from '../../hardware/discovery/searched-network.ts';
import { MOST_OFFICE_BYTES } from '../contract/kiosk/office-file.ts';

const PATH = '/office';
/** Limit for one kiosk's request, from first byte to last: two kiosks side by side are faster. */
const ANSWER_MS = 5_000;
/** At most two kiosks copy at once; an idle connection blocks another one no longer than the limit above. */
const MOST_CONNECTIONS = 8;
const MOST_HEAD_BYTES = 2_048;
/** At most this many kiosks are side by side. */
const MOST_KIOSKS = 8;

export interface SharedOffice {
  close(): void;
}

/** Serves these bytes, and nothing else, to any caller in the network, and announces the service. Rejects with the network's error. */
export async function shareOffice(
  bytes: Uint8Array,
  network: SearchedNetwork,
  answerMs = ANSWER_MS,
): Promise<SharedOffice> {
  const server = createServer({
    maxHeaderSize: MOST_HEAD_BYTES,
  });
  server.maxConnections = MOST_CONNECTIONS;
  server.maxRequestsPerSocket = 1;
  server.on('connection', (socket) => {
    const late = setTimeout(() => socket.destroy(), answerMs);
    socket.on('close', () => clearTimeout(late));
  });
  server.on('request', (request, response) => {
    const isAsked = request.method === 'GET' && request.url === PATH;
    response.setHeader('connection', 'close');
    if (isAsked) response.setHeader('content-type', 'application/json');
    response.statusCode = isAsked ? 200 : 404;
    response.end(isAsked ? bytes : undefined);
  });
  server.on('clientError', (_error, socket) => void socket.destroy());
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '0.0.0.0', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const addresses = network.own().map(({ address }) => address);
  const announced = announceKiosk({ name: hostname(), port, addresses }, network.announced ?? {});
  return {
    close() {
      announced.close();
      server.close();
      server.closeAllConnections();
    },
  };
}

/** `bytes`: `null` if a kiosk announces itself but sends no file in time. */
export interface SharedFile {
  name: string;
  bytes: Buffer | null;
}

/** Reads the offices that kiosks of the network share now. */
export async function readFromKiosks(network: SearchedNetwork, signal: AbortSignal): Promise<SharedFile[]> {
  const kiosks = await findKiosks({ ...network.announced, signal });
  return Promise.all(
    kiosks.slice(0, MOST_KIOSKS).map(async ({ name, host, port }) => ({
      name,
      bytes: await fetchOffice(host, port, AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS)])).catch(() => null),
    })),
  );
}

function fetchOffice(host: string, port: number, signal: AbortSignal): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const request = get(
      { host, port, path: PATH, agent: false, signal, maxHeaderSize: MOST_HEAD_BYTES },
      (response) => {
        const chunks: Buffer[] = [];
        let length = 0;
        if (response.statusCode !== 200) request.destroy(new Error(`status ${response.statusCode}`));
        response.on('data', (chunk: Buffer) => {
          length += chunk.length;
          if (length > MOST_OFFICE_BYTES) request.destroy(new Error('too large'));
          else chunks.push(chunk);
        });
        response.on('end', () => resolve(Buffer.concat(chunks)));
        response.on('error', reject);
      },
    );
    request.on('error', reject);
  });
}
