import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, sep } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress } from 'node:zlib';
import type { CentreServer } from '../server/server.ts';
import { staffHeaders } from '../server/staff-gate.ts';
import type { Page, Visit } from '../server/visits.ts';
import { personOf, type StaffSite } from './staff-site.ts';

export interface Program {
  /** The folder of the program's files as a bundler wrote them. Names under `assets/` contain a hash, so those files never change. */
  folder: string;
  entry: string;
  /** The paths of the program's pages, such as `/` and `/kiosks/:kioskId`. */
  paths: readonly string[];
  /** Files that the program's pages show in a frame, such as `/preview/index.html`. */
  framed?: readonly string[];
}

const MEDIA: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};
const COMPRESSED: ReadonlySet<string> = new Set(['.html', '.js', '.css', '.json', '.svg']);

const compress: (bytes: Buffer) => Promise<Buffer> = promisify(brotliCompress);

interface Served {
  mediaType: string;
  bytes: Buffer;
  /** `null`: the file is sent uncompressed. */
  brotli: (() => Promise<Buffer>) | null;
}

/**
 * Reads a file, and compresses it at its first request, outside the thread that answers: compressing all files at the start would delay the
 * start by more than a second.
 */
function readServed(file: string): Served {
  const bytes = readFileSync(file);
  const kind = extname(file);
  let made: Promise<Buffer> | null = null;
  function brotli(): Promise<Buffer> {
    made ??= compress(bytes);
    return made;
  }
  const mediaType = MEDIA[kind] ?? 'application/octet-stream';
  return { mediaType, bytes, brotli: COMPRESSED.has(kind) ? brotli : null };
}

async function sent({ mediaType, bytes, brotli }: Served, visit: Visit, cache: string): Promise<Page> {
  const takesBrotli = brotli !== null && /\bbr\b/.test(String(visit.headers['accept-encoding'] ?? ''));
  return {
    status: 200,
    mediaType,
    text: takesBrotli ? await brotli() : bytes,
    headers: { 'cache-control': cache, vary: 'accept-encoding', ...(takesBrotli && { 'content-encoding': 'br' }) },
  };
}

/**
 * Serves the program. The files contain no data, so only the pages require a session. A request for a page without a session leads to the
 * sign-in, which leads back to the page. The files are read once, at the start.
 */
export function registerProgram(
  server: CentreServer,
  site: StaffSite,
  { folder, entry, paths, framed = [] }: Program,
): void {
  const closed = (): Page => ({ status: 503, mediaType: 'text/plain', text: '', headers: { 'retry-after': '30' } });
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  for (const { parentPath, name } of files) {
    const file = join(parentPath, name);
    const path = `/${file
      .slice(folder.length + 1)
      .split(sep)
      .join('/')}`;
    if (path === `/${entry}`) continue;
    const served = readServed(file);
    const cache = path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
    const own = framed.includes(path) ? staffHeaders(site.origin, true) : {};
    const answer = async (visit: Visit): Promise<Page> => {
      const file = await sent(served, visit, cache);
      return { ...file, headers: { ...file.headers, ...own } };
    };
    server.registerVisits(path, answer, closed);
    // The sign-in pages use the program's typeface, under a name without a hash.
    if (/atkinson-hyperlegible-next-latin-wght-normal[^/]*\.woff2$/.test(name))
      server.registerVisits('/people.woff2', async (visit) => sent(served, visit, 'max-age=3600'), closed);
  }
  const page = readServed(join(folder, entry));
  for (const path of paths)
    server.registerVisits(
      path,
      async (visit) => {
        if ((await personOf(site, visit)) !== null) return sent(page, visit, 'no-store');
        const next = encodeURIComponent(visit.path);
        const headers = { location: `${site.origin}/sign-in?next=${next}` };
        return { status: 303, mediaType: 'text/plain', text: '', headers };
      },
      closed,
    );
}
