import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { PAGE_PATHS, PREVIEW_PATH } from '../pages/paths.ts';
import type { Program } from './program.ts';

/** The folder of the built pages. The path is the same in a checkout and in the package, whose bundle is in `out/central`. */
const FOLDER = join(import.meta.dirname, '..', '..', 'out', 'pages');

/** The staff's pages as built by `build/vite.ts`. `null`: they have not been built. */
export const cityPages = (): Program | null =>
  existsSync(join(FOLDER, 'index.html'))
    ? { folder: FOLDER, entry: 'index.html', paths: Object.values(PAGE_PATHS), framed: [PREVIEW_PATH] }
    : null;
