import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { text as read } from 'node:stream/consumers';
import type { z } from 'zod';
import { repositoryRoot } from '../../build/runtime.ts';
import { DeskOrder, DeskView } from '../../src-main/calling/contract/desk.ts';
import { HallFeed } from '../../src-main/calling/contract/hall.ts';
import { HALL_PICTURE_PATH, HALL_SPEECH_PATH, HUB_PATHS } from '../../src-main/calling/contract/paths.ts';
import { pngPicture } from './png-picture.ts';

const MEDIA: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2',
};
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

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

const SAID = { desk: DeskView, hall: HallFeed } as const;
type PageOfHub = keyof typeof SAID;
type SaidTo<P extends PageOfHub> = z.input<(typeof SAID)[P]>;

export interface PageServer<P extends PageOfHub> {
  address: string;
  /** The requests for speech, each as `call language`. */
  spoken: string[];
  orders: DeskOrder[];
  tell(said: SaidTo<P>): void;
  confirm(): void;
  cut(): void;
  mend(): void;
  close(): Promise<void>;
}
export type HallServer = PageServer<'hall'>;

interface Hub {
  readonly page: PageOfHub;
  readonly streams: Set<ServerResponse>;
  readonly spoken: string[];
  readonly orders: DeskOrder[];
  last: unknown;
  isPaired: boolean;
  isCut: boolean;
}

const write = (page: PageOfHub, response: ServerResponse, said: unknown): void => {
  response.write(`event: ${page}\ndata: ${JSON.stringify(SAID[page].parse(said))}\n\n`);
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
  if (hub.last !== null) write(hub.page, response, hub.last);
  else response.write(':\n\n');
}

/** Answers a request for one of the hub's paths. The server answers every other path with a file. */
type Answer = (hub: Hub, response: ServerResponse, asked: URLSearchParams, request: IncomingMessage) => void;
const ANSWERS: Readonly<Record<string, Answer>> = {
  [HUB_PATHS.hallFeed]: follow,
  [HUB_PATHS.deskFeed]: follow,
  [HUB_PATHS.deskShows]: (_hub, response) => json(response, {}),
  [HUB_PATHS.deskOrders]: ({ orders }, response, _asked, request) => {
    void read(request).then((order) => {
      orders.push(DeskOrder.parse(JSON.parse(order)));
      json(response, { ok: true, value: { ticketId: null, number: null } });
    });
  },
  [HUB_PATHS.beginPairing]: (_hub, response) =>
    json(response, { code: '402913', claim: 'c'.repeat(43), expiresInS: 300 }),
  [HUB_PATHS.claimPairing]: ({ isPaired }, response) => json(response, { state: isPaired ? 'paired' : 'waiting' }),
  [HALL_PICTURE_PATH]: (_hub, response, asked) => {
    if (asked.get('id') === 'broken') response.writeHead(404).end();
    else response.setHeader('content-type', 'image/png').end(pngPicture(1_180, 560));
  },
  [HALL_SPEECH_PATH]: ({ spoken }, response, asked) => {
    spoken.push(`${asked.get('call')} ${asked.get('language')}`);
    response.setHeader('content-type', 'audio/wav').end(silence());
  },
};

function giveFile(page: PageOfHub, pathname: string, response: ServerResponse): void {
  const folder = join(repositoryRoot, 'out', 'hub', page);
  const file = pathname === `/${page}/` ? 'index.html' : pathname.slice(`/${page}/`.length);
  if (!readdirSync(folder, { recursive: true }).map(String).includes(file)) {
    response.writeHead(404).end();
    return;
  }
  response.setHeader('content-security-policy', POLICY);
  response.setHeader('content-type', MEDIA[extname(file)] ?? 'application/octet-stream');
  response.end(readFileSync(join(folder, file)));
}

async function startPageServer<P extends PageOfHub>(page: P): Promise<PageServer<P>> {
  const hub: Hub = { page, streams: new Set(), spoken: [], orders: [], last: null, isPaired: false, isCut: false };
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://hub');
    const answer = ANSWERS[pathname];
    if (hub.isCut) response.destroy();
    else if (answer === undefined) giveFile(page, pathname, response);
    else answer(hub, response, searchParams, request);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}/${page}/`,
    spoken: hub.spoken,
    orders: hub.orders,
    tell(said) {
      hub.last = said;
      for (const stream of hub.streams) write(page, stream, said);
    },
    confirm() {
      hub.isPaired = true;
    },
    cut() {
      hub.isCut = true;
      server.closeAllConnections();
    },
    mend() {
      hub.isCut = false;
    },
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

export const startHallServer = () => startPageServer('hall');
export const startDeskServer = () => startPageServer('desk');
