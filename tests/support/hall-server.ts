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
  close(): Promise<void>;
}

interface Hub {
  readonly streams: Set<ServerResponse>;
  readonly spoken: string[];
  last: HallFeed | null;
  isPaired: boolean;
}

const write = (response: ServerResponse, feed: HallFeed): void => {
  response.write(`event: hall\ndata: ${JSON.stringify(HallFeed.parse(feed))}\n\n`);
};
const json = (response: ServerResponse, body: unknown): void => {
  response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
};

function follow(hub: Hub, response: ServerResponse): void {
  if (!hub.isPaired) {
    response.writeHead(401).end();
    return;
  }
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  hub.streams.add(response);
  response.once('close', () => hub.streams.delete(response));
  if (hub.last !== null) write(response, hub.last);
  else response.write(':\n\n');
}

/** What a hub answers at each path; whatever else is asked is a file. */
const ANSWERS: Readonly<Record<string, (hub: Hub, response: ServerResponse, asked: URLSearchParams) => void>> = {
  [HUB_PATHS.hallFeed]: follow,
  [HUB_PATHS.beginPairing]: (_hub, response) =>
    json(response, { code: '402913', claim: 'c'.repeat(43), expiresInS: 300 }),
  [HUB_PATHS.claimPairing]: ({ isPaired }, response) => json(response, { state: isPaired ? 'paired' : 'waiting' }),
  [HALL_SPEECH_PATH]: ({ spoken }, response, asked) => {
    spoken.push(`${asked.get('call')} ${asked.get('language')}`);
    response.setHeader('content-type', 'audio/wav').end(silence());
  },
};

function giveFile(pathname: string, response: ServerResponse): void {
  const folder = join(repositoryRoot, 'out', 'hub', 'hall');
  const file = pathname === '/hall/' ? 'index.html' : pathname.replace(/^\/hall\//, '');
  if (!readdirSync(folder, { recursive: true }).map(String).includes(file)) {
    response.writeHead(404).end();
    return;
  }
  response.setHeader('content-security-policy', POLICY);
  response.setHeader('content-type', MEDIA[extname(file)] ?? 'application/octet-stream');
  response.end(readFileSync(join(folder, file)));
}

/** The far end of a hall's page: what a hub answers, told by a test. */
export async function startHallServer(): Promise<HallServer> {
  const hub: Hub = { streams: new Set(), spoken: [], last: null, isPaired: false };
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://hub');
    const answer = ANSWERS[pathname];
    if (answer === undefined) giveFile(pathname, response);
    else answer(hub, response, searchParams);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}/hall/`,
    spoken: hub.spoken,
    tell(feed) {
      hub.last = feed;
      for (const stream of hub.streams) write(stream, feed);
    },
    confirm() {
      hub.isPaired = true;
    },
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
