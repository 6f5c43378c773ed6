import { join } from 'node:path';
import { build } from 'vite';
import { repositoryRoot } from '../runtime.ts';
import { type BundledFiles, bundledIn, NODE_BUILTINS, QUIET } from '../vite.ts';

const SOURCES = join(repositoryRoot, 'src-central');
const ENTRIES = {
  main: join(SOURCES, 'main.ts'),
  retention: join(SOURCES, 'retention', 'main.ts'),
  'twin-thread': join(SOURCES, 'what-if', 'thread.ts'),
};
/** A real centre uses PostgreSQL, so the package does without the in-memory database. */
const LEFT_OUT = ['@electric-sql/pglite'];

/** Bundles the centre's programs and their libraries into `folder`, for the pinned Node. Returns the bundled files. */
export async function bundleCentre(folder: string): Promise<BundledFiles> {
  const outside = [...NODE_BUILTINS, ...LEFT_OUT];
  const result = await build({
    ...QUIET,
    root: repositoryRoot,
    build: {
      outDir: folder,
      emptyOutDir: true,
      target: 'node24',
      minify: false,
      ssr: true,
      rolldownOptions: {
        input: ENTRIES,
        external: outside,
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name].js' },
      },
    },
    ssr: { noExternal: true, external: outside },
  });
  if (!('output' in result)) throw new Error('vite watched instead of building');
  return new Set(bundledIn(result.output));
}
