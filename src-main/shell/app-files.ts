import { readdirSync } from 'node:fs';
import { extname, join } from 'node:path';

export const PAGE_ORIGIN = 'app://torn';
export const KIOSK_PAGE = `${PAGE_ORIGIN}/index.html`;
export const HELP_PAGE = `${PAGE_ORIGIN}/staffed-help.html`;

const MIME_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};

const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self'",
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  'sandbox allow-scripts allow-same-origin allow-forms',
].join('; ');

const HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': CONTENT_SECURITY_POLICY,
  'X-Content-Type-Options': 'nosniff',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-store',
};

export interface AppFile {
  path: string;
  mimeType: string;
}

/**
 * The files that the page may load, by address: the files of known types in `folder` at the start. An address that is not listed here leads
 * to no file.
 */
export function listAppFiles(folder: string): ReadonlyMap<string, AppFile> {
  const files = new Map<string, AppFile>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const mimeType = MIME_TYPES[extname(entry.name)];
    if (!entry.isFile() || mimeType === undefined) continue;
    const path = join(entry.parentPath, entry.name);
    const address = new URL(path.slice(folder.length).replaceAll('\\', '/').replace(/^\/*/, '/'), PAGE_ORIGIN);
    files.set(address.href, { path, mimeType });
  }
  return files;
}

/** Answers one request of the page; `read` returns the bytes of a file. */
export async function answerPage(
  request: { method: string; url: string },
  files: ReadonlyMap<string, AppFile>,
  read: (path: string) => Promise<Uint8Array<ArrayBuffer>>,
): Promise<Response> {
  if (request.method !== 'GET') return plain(405, { ...HEADERS, Allow: 'GET' });
  const file = files.get(request.url);
  if (file === undefined) return plain(404, HEADERS);
  try {
    return new Response(await read(file.path), { headers: { ...HEADERS, 'Content-Type': file.mimeType } });
  } catch {
    return plain(404, HEADERS);
  }
}

const plain = (status: number, headers: Readonly<Record<string, string>>): Response =>
  new Response(null, { status, headers });
