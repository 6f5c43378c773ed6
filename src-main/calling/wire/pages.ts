import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative } from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
};

export interface HubFile {
  bytes: Buffer;
  type: string;
  /** True if the file's name contains its hash, so that its content never changes. */
  isFixed: boolean;
}

/** Reads the built pages of desks and halls, by path such as `/desk/`. No other file on disk is ever served. */
export function readPages(folder: string): ReadonlyMap<string, HubFile> {
  const files = new Map<string, HubFile>();
  if (!existsSync(folder)) return files;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const type = TYPES[extname(entry.name)];
    if (!entry.isFile() || type === undefined) continue;
    const file = join(entry.parentPath, entry.name);
    const path = `/${relative(folder, file).replaceAll('\\', '/')}`;
    files.set(path.replace(/\/index\.html$/, '/'), {
      bytes: readFileSync(file),
      type,
      isFixed: path.includes('/assets/'),
    });
  }
  return files;
}
