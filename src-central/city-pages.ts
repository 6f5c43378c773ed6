import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, sep } from 'node:path';

/** Nothing from elsewhere, nothing inline. */
const policy = (ancestors: "'none'" | "'self'"): string =>
  [
    "default-src 'none'",
    ...['script-src', 'style-src', 'img-src', 'font-src', 'connect-src', 'form-action', 'frame-src'].map(
      (what) => `${what} 'self'`,
    ),
    "base-uri 'none'",
    `frame-ancestors ${ancestors}`,
  ].join('; ');
/** The kiosk's renderer, which asks the centre for nothing; only these pages show it in a frame. */
const PREVIEW = '/preview/index.html';

const MEDIA: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

export interface CityFile {
  headers: Readonly<Record<string, string>>;
  body: Buffer;
}

/** The city's pages as built, in memory. `null`: no such file, and no page. */
export interface CityPages {
  at(path: string): CityFile | null;
}

/**
 * Files have their hash in their name, so a browser keeps them; every other address is a page, which the program in the browser draws.
 * @throws the error of the file system, without a build in `folder`
 */
export function readCityPages(folder: string): CityPages {
  const files = new Map<string, CityFile>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    const path = `/${file.slice(folder.length + 1).replaceAll(sep, '/')}`;
    files.set(path, fileOf(path, readFileSync(file)));
  }
  const page = files.get('/index.html');
  if (page === undefined) throw new Error(`no index.html in ${folder}`);
  const preview = files.get(PREVIEW) ?? null;
  return {
    at: (path) => files.get(path) ?? (path === '/preview/' ? preview : extname(path) === '' ? page : null),
  };
}

const fileOf = (path: string, body: Buffer): CityFile => ({
  body,
  headers: {
    'content-type': MEDIA[extname(path)] ?? 'application/octet-stream',
    'content-security-policy': policy(path === PREVIEW ? "'self'" : "'none'"),
    'cache-control': path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
  },
});
