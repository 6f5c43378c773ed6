import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { PAGE_PATHS, PREVIEW_PATH } from '../pages/paths.ts';
import type { Program } from './program.ts';

/** Beside the bundle in a package; in a checkout where `build/vite.ts` puts it. */
const FOLDERS = [join(import.meta.dirname, 'pages'), join(import.meta.dirname, '..', '..', 'out', 'pages')];

/** The city's pages as built. `null`: they have not been built. */
export function cityPages(): Program | null {
  const folder = FOLDERS.find((one) => existsSync(join(one, 'index.html')));
  if (folder === undefined) return null;
  return { folder, entry: 'index.html', paths: Object.values(PAGE_PATHS), framed: [PREVIEW_PATH] };
}
