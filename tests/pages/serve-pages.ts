import { existsSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { repositoryRoot } from '../../build/runtime.ts';
import { CALLS, type CallName } from '../../src-central/pages/client.ts';
import { PREVIEW_PATH } from '../../src-central/pages/paths.ts';
import { staffHeaders } from '../../src-central/server/staff-gate.ts';
import { problemOf } from '../../src-main/contract/centre/problems.ts';
import { SESSION } from './canned-answers.ts';
import type { CannedPage } from './canned-page.ts';

export interface ServedPages {
  url: string;
  show(page: CannedPage): void;
  /** Requests that change something, such as `orderKiosk {…}`. */
  changes: string[];
  /** Returns the size of a file in bytes, compressed as a proxy sends it. */
  weightOf(path: string): number;
  close(): Promise<void>;
}

const REVISION = '"canned"';

export async function servePages(): Promise<ServedPages> {
  const folder = join(repositoryRoot, 'out', 'pages');
  let shown: CannedPage | null = null;
  const streams = new Set<ServerResponse>();
  const asked = new Set<string>();
  const changes: string[] = [];

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, search } = new URL(request.url ?? '/', 'http://city');
    const json = (status: number, body: unknown, headers = {}): void =>
      void response
        .writeHead(status, { 'content-type': 'application/json', etag: REVISION, ...headers })
        .end(body === null ? undefined : JSON.stringify(body));
    if (pathname === '/session') {
      // A new page begins with this call. The requests of the previous page, which may have come until now, no longer count.
      asked.clear();
      return json(200, { ...SESSION, ...shown?.session });
    }
    const name = callAt(request.method ?? 'GET', pathname);
    if (name === null) {
      const file = fileAt(folder, pathname);
      if (file === null) return void response.writeHead(404).end();
      const headers = {
        ...staffHeaders('http://city', pathname === PREVIEW_PATH),
        'content-type': MEDIA[extname(file)] ?? 'text/html',
      };
      response.writeHead(200, headers).end(readFileSync(file));
      return;
    }
    if (shown?.isCut && asked.has(name)) return void request.socket.destroy();
    asked.add(name);
    if (name === 'followCity') {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write(`event: revision\ndata: ${REVISION}\n\n`);
      streams.add(response);
      if (shown?.isCut) response.end();
      return;
    }
    if (request.method !== 'GET') {
      let body = '';
      for await (const chunk of request) body += String(chunk);
      changes.push(`${name} ${body}`.trim());
    }
    const answered = shown?.answers[name];
    const canned = typeof answered === 'function' ? answered(`${pathname}${search}`) : answered;
    if (canned === undefined) return void request.socket.destroy();
    if (canned !== null && 'problem' in canned) {
      const problem = problemOf(canned.problem);
      return json(problem.status, problem, { 'content-type': 'application/problem+json' });
    }
    json(canned === null ? 204 : 200, canned);
  }

  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
    changes,
    show(page) {
      shown = page;
      changes.length = 0;
      // A browser has only six connections per host, so the streams of pages that it has left are closed.
      for (const stream of streams) stream.destroy();
      streams.clear();
    },
    weightOf: (path) => {
      const body = readFileSync(join(folder, path));
      return path.endsWith('.woff2') ? body.length : gzipSync(body, { level: 9 }).length;
    },
    async close() {
      for (const stream of streams) stream.end();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const MEDIA: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** An address without an extension belongs to a page. `null`: there is no such file. */
function fileAt(folder: string, path: string): string | null {
  const file = extname(path) === '' ? join(folder, 'index.html') : join(folder, path);
  return existsSync(file) ? file : null;
}

function callAt(method: string, path: string): CallName | null {
  for (const [name, [verb, pattern]] of Object.entries(CALLS)) {
    const expected = new RegExp(`^${pattern.replace(/\{\w+\}/g, '[^/]+')}$`);
    if (verb === method && expected.test(path)) return name as CallName;
  }
  return null;
}
