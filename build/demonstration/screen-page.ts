import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, request as requestFrom, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { repositoryRoot } from '../runtime.ts';
import type { Frame, KioskPage, TouchKind } from './kiosk-page.ts';

/** A page that shows the kiosk's screen and takes touches, for development and demonstration on machines without a display. */
export interface ScreenPage {
  port: number;
  /** The address contains a secret of this run, without which a browser neither sees nor touches anything. */
  url: string;
  attach(page: KioskPage): void;
  close(): Promise<void>;
}

const HOST = '127.0.0.1';
const MAX_TOUCH_BYTES = 200;
const FONT = join('@fontsource-variable', 'atkinson-hyperlegible-next', 'files');

const FILES: Readonly<Record<string, { path: string; type: string }>> = {
  '': { path: ours('index.html'), type: 'text/html; charset=utf-8' },
  'page.css': { path: ours('page.css'), type: 'text/css; charset=utf-8' },
  'page.js': { path: ours('page.js'), type: 'text/javascript; charset=utf-8' },
  'text.json': { path: ours('text.json'), type: 'application/json' },
  'font.woff2': {
    path: join(repositoryRoot, 'node_modules', FONT, 'atkinson-hyperlegible-next-latin-wght-normal.woff2'),
    type: 'font/woff2',
  },
};
const HEADERS = {
  'content-security-policy': "default-src 'self'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
};

function ours(name: string): string {
  return join(repositoryRoot, 'build', 'demonstration', 'page', name);
}

interface Show {
  attach(page: KioskPage): void;
  watch(response: ServerResponse): void;
  touch(body: string): boolean;
  newest(): Frame | null;
}

function createShow(hasPrinter: boolean): Show {
  const watchers = new Set<ServerResponse>();
  let kiosk: KioskPage | null = null;
  let stopWatching: (() => void) | null = null;
  let frame: Frame | null = null;
  let frameNo = 0;

  const tellFrame = (watcher: ServerResponse) => watcher.write(`event: frame\ndata: ${frameNo}\n\n`);
  function showFrame(next: Frame): void {
    frame = next;
    frameNo += 1;
    watchers.forEach(tellFrame);
  }
  /** Each picture costs the kiosk time, so pictures are taken only while a browser watches. */
  function watchWhenWatched(): void {
    if (watchers.size > 0 && kiosk !== null) stopWatching ??= kiosk.watch(showFrame);
    if (watchers.size > 0) return;
    stopWatching?.();
    stopWatching = null;
  }

  return {
    attach(next) {
      stopWatching?.();
      stopWatching = null;
      kiosk = next;
      watchWhenWatched();
    },
    watch(response) {
      response.writeHead(200, { ...HEADERS, 'content-type': 'text/event-stream' });
      response.write(`event: printer\ndata: ${hasPrinter}\n\n`);
      watchers.add(response);
      response.once('close', () => {
        watchers.delete(response);
        watchWhenWatched();
      });
      if (frame !== null) tellFrame(response);
      watchWhenWatched();
    },
    touch(body) {
      const finger = readTouch(body);
      if (finger === null || kiosk === null || frame === null) return false;
      kiosk.touch(finger.kind, finger.x * frame.width, finger.y * frame.height);
      return true;
    },
    newest: () => frame,
  };
}

/** Serves the page on a free loopback port. It embeds the virtual printer's page, if there is one. */
export async function serveScreenPage(printerPage: string | null): Promise<ScreenPage> {
  const root = `/${randomBytes(16).toString('base64url')}/`;
  const show = createShow(printerPage !== null);

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', `http://${HOST}`);
    if (!isFromThisMachine(request) || !pathname.startsWith(root)) return finish(response, 404);
    const path = pathname.slice(root.length);
    const file = FILES[path];
    const frame = show.newest();
    if (path.startsWith('printer/') && printerPage !== null)
      return passOn(request, response, within(printerPage, path.slice('printer/'.length)));
    if (request.method === 'POST')
      return finish(response, path === 'touch' && show.touch(await bodyOf(request)) ? 204 : 404);
    if (path === 'events') return show.watch(response);
    if (path === 'frame' && frame !== null)
      return void response.writeHead(200, { ...HEADERS, 'content-type': 'image/jpeg' }).end(frame.jpeg);
    if (file === undefined) return finish(response, 404);
    response.writeHead(200, { ...HEADERS, 'content-type': file.type }).end(readFileSync(file.path));
  }

  const server = createServer((request, response) => {
    respond(request, response).catch(() => finish(response, 400));
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, HOST, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
  return {
    port,
    url: `http://${HOST}:${port}${root}`,
    attach: show.attach,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

const finish = (response: ServerResponse, status: number): void => {
  if (!response.headersSent) response.writeHead(status, HEADERS);
  response.end();
};

/** Accepts only requests to a loopback address, so that no foreign host name leads here, and none from a page of another site. */
function isFromThisMachine({ headers: { host = '', origin } }: IncomingMessage): boolean {
  return (
    /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(host) && (origin === undefined || origin === `http://${host}`)
  );
}

function passOn(from: IncomingMessage, to: ServerResponse, url: URL): void {
  const asked = requestFrom(url, { method: from.method ?? 'GET' }, (answer) => {
    to.writeHead(answer.statusCode ?? 502, { ...answer.headers, 'referrer-policy': 'no-referrer' });
    answer.pipe(to);
  });
  asked.once('error', () => finish(to, 502));
  to.once('close', () => asked.destroy());
  from.pipe(asked);
}

/** Returns an address on the page's server, even for a path that tries to name another server. */
function within(page: string, path: string): URL {
  const url = new URL(page);
  url.pathname = `/${path}`;
  return url;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > MAX_TOUCH_BYTES) throw new Error('the message is too long for a touch');
  }
  return text;
}

const KINDS: readonly TouchKind[] = ['start', 'move', 'end'];

/** Reads the kind of a touch and its point, as shares of width and height; `null` for anything else. */
function readTouch(body: string): { kind: TouchKind; x: number; y: number } | null {
  const { kind, x, y } = JSON.parse(body) as { kind?: unknown; x?: unknown; y?: unknown };
  const known = KINDS.find((candidate) => candidate === kind);
  if (known === undefined || !isPart(x) || !isPart(y)) return null;
  return { kind: known, x, y };
}

const isPart = (value: unknown): value is number => typeof value === 'number' && value >= 0 && value <= 1;
