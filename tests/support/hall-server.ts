import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { repositoryRoot } from '../../build/runtime.ts';
import { HALL_SPEECH_PATH, HallFeed } from '../../src-main/contract/hub/hall.ts';
import { HUB_PATHS } from '../../src-main/contract/hub/pairing.ts';

const MEDIA: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2',
};
/** As a hub serves its pages. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** A tenth of a second of silence. */
function silence(): Buffer {
  const samples = 1_600;
  const wav = Buffer.alloc(44 + samples * 2);
  wav.write('RIFF', 0, 'latin1');
  wav.writeUInt32LE(36 + samples * 2, 4);
  wav.write('WAVEfmt ', 8, 'latin1');
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(1, 22);
  wav.writeUInt32LE(16_000, 24);
  wav.writeUInt32LE(32_000, 28);
  wav.writeUInt16LE(2, 32);
  wav.writeUInt16LE(16, 34);
  wav.write('data', 36, 'latin1');
  wav.writeUInt32LE(samples * 2, 40);
  return wav;
}

export interface HallServer {
  address: string;
  /** What was asked to be heard, as `call language`. */
  spoken: string[];
  tell(feed: HallFeed): void;
  /** Lets a page that asked for a code be a hall's. */
  confirm(): void;
  /** Ends every connection, and answers nobody. */
  cut(): void;
  close(): Promise<void>;
}

/** The far end of a hall's page: what a hub answers, told by a test. */
export async function startHallServer(): Promise<HallServer> {
  const folder = join(repositoryRoot, 'out', 'hub', 'hall');
  const files = new Set(readdirSync(folder, { recursive: true }).map(String));
  const streams = new Set<ServerResponse>();
  const spoken: string[] = [];
  let last: HallFeed | null = null;
  let isPaired = false;
  let isCut = false;

  const write = (response: ServerResponse, feed: HallFeed): void =>
    void response.write(`event: hall\ndata: ${JSON.stringify(HallFeed.parse(feed))}\n\n`);
  const json = (response: ServerResponse, body: unknown): void =>
    void response.setHeader('content-type', 'application/json').end(JSON.stringify(body));

  function follow(response: ServerResponse): void {
    if (!isPaired) return void response.writeHead(401).end();
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    streams.add(response);
    response.once('close', () => streams.delete(response));
    if (last !== null) write(response, last);
    else response.write(':\n\n');
  }

  function answer(request: IncomingMessage, response: ServerResponse): void {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://hub');
    if (isCut) return void request.socket.destroy();
    if (pathname === HUB_PATHS.hallFeed) return follow(response);
    if (pathname === HUB_PATHS.beginPairing)
      return json(response, { code: '402913', claim: 'c'.repeat(43), expiresInS: 300 });
    if (pathname === HUB_PATHS.claimPairing) return json(response, { state: isPaired ? 'paired' : 'waiting' });
    if (pathname === HALL_SPEECH_PATH) {
      spoken.push(`${searchParams.get('call')} ${searchParams.get('language')}`);
      return void response.setHeader('content-type', 'audio/wav').end(silence());
    }
    const file = pathname === '/hall/' ? 'index.html' : pathname.replace(/^\/hall\//, '');
    if (!files.has(file)) return void response.writeHead(404).end();
    response.setHeader('content-security-policy', POLICY);
    response.setHeader('content-type', MEDIA[extname(file)] ?? 'application/octet-stream');
    response.end(readFileSync(join(folder, file)));
  }

  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}/hall/`,
    spoken,
    tell(feed) {
      last = feed;
      for (const stream of streams) write(stream, feed);
    },
    confirm() {
      isPaired = true;
    },
    cut() {
      isCut = true;
      server.closeAllConnections();
    },
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
