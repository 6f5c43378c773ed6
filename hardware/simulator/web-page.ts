import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { closeServer, listenOn } from './listen.ts';
import type { Paper } from './paper.ts';
import type { VirtualPrinter } from './virtual-printer.ts';

export interface WebPage {
  port: number;
  close(): Promise<void>;
}

interface PaperSpeed {
  speedMmPerS: number;
  dpi: number;
}

const FILES: Readonly<Record<string, { name: string; type: string }>> = {
  '/': { name: 'index.html', type: 'text/html; charset=utf-8' },
  '/page.css': { name: 'page.css', type: 'text/css; charset=utf-8' },
  '/page.js': { name: 'page.js', type: 'text/javascript; charset=utf-8' },
  '/text.json': { name: 'text.json', type: 'application/json' },
};
const HOST = '127.0.0.1';
const OWN_HOST = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/;
const LEAST_LEAVING_MS = 600;

/**
 * Serves on loopback a page on which the newest paper leaves the slot, with switches for paper and cover (`POST /paper/ok`, `/paper/low`,
 * `/paper/out`, `/cover/open`, `/cover/closed`). `?bare` shows only slot and paper on a transparent ground. Rejects with `CannotListen`.
 */
export async function serveWebPage(printer: VirtualPrinter, options: { port: number } & PaperSpeed): Promise<WebPage> {
  const watchers = new Set<ServerResponse>();
  const tell = (watcher: ServerResponse, event: 'state' | 'paper', data: unknown) =>
    watcher.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  const tellState = (watcher: ServerResponse) =>
    tell(watcher, 'state', { paper: printer.paper(), cover: printer.cover() });

  const stopListening = [
    printer.onState(() => watchers.forEach(tellState)),
    printer.onPaper((paper) => {
      for (const watcher of watchers) tell(watcher, 'paper', paperEvent(paper, options));
    }),
  ];

  function watch(response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    watchers.add(response);
    response.once('close', () => watchers.delete(response));
    tellState(response);
  }

  function respond(request: IncomingMessage, response: ServerResponse): void {
    const path = new URL(request.url ?? '/', `http://${HOST}`).pathname;
    const file = FILES[path];
    const serialNo = /^\/papers\/(\d+)\.png$/.exec(path)?.[1];
    const paper = printer.papers.find((candidate) => String(candidate.serialNo) === serialNo);
    // Refuses requests from pages of other sites in the same browser, also when they use another host name for this machine.
    const { host = '', origin } = request.headers;
    const foreign = !OWN_HOST.test(host) || (origin !== undefined && origin !== `http://${host}`);
    if (foreign) response.writeHead(404).end();
    else if (request.method === 'POST') response.writeHead(obey(path, printer) ? 204 : 404).end();
    else if (path === '/events') watch(response);
    else if (paper !== undefined) response.writeHead(200, { 'content-type': 'image/png' }).end(paper.toPng());
    else if (file !== undefined)
      response
        .writeHead(200, {
          'content-type': file.type,
          'content-security-policy': "default-src 'self'; style-src 'self'",
        })
        .end(readFileSync(new URL(`./page/${file.name}`, import.meta.url)));
    else response.writeHead(404).end();
  }

  const server = createServer(respond);
  const boundPort = await listenOn(server, HOST, options.port);

  return {
    port: boundPort,
    async close() {
      for (const stop of stopListening) stop();
      const closed = closeServer(server);
      server.closeAllConnections();
      await closed;
    },
  };
}

function paperEvent({ serialNo, lines, heightDots }: Paper, { speedMmPerS, dpi }: PaperSpeed) {
  const lengthMm = (heightDots * 25.4) / dpi;
  const leavingMs = Math.max(LEAST_LEAVING_MS, Math.round((lengthMm / speedMmPerS) * 1_000));
  return { image: `/papers/${serialNo}.png`, lines, leavingMs };
}

function obey(path: string, printer: VirtualPrinter): boolean {
  switch (path) {
    case '/paper/ok':
    case '/paper/low':
    case '/paper/out':
      printer.setPaper(path === '/paper/ok' ? 'ok' : path === '/paper/low' ? 'low' : 'out');
      return true;
    case '/cover/open':
    case '/cover/closed':
      printer.setCover(path === '/cover/open' ? 'open' : 'closed');
      return true;
    default:
      return false;
  }
}
