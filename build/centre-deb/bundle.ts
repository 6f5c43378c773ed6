import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { build } from 'vite';
import { repositoryRoot } from '../runtime.ts';
import type { BundledFiles } from '../vite.ts';

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
  const outside = [...builtinModules, ...builtinModules.map((name) => `node:${name}`), 'node:sqlite', ...LEFT_OUT];
  const result = await build({
    ...{ configFile: false, logLevel: 'warn', clearScreen: false },
    root: repositoryRoot,
    build: {
      ...{ outDir: folder, emptyOutDir: true, target: 'node24', minify: false, ssr: true },
      rolldownOptions: {
        input: ENTRIES,
        external: outside,
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name].js' },
      },
    },
    ssr: { noExternal: true, external: outside },
  });
  if (!('output' in result)) throw new Error('vite watched instead of building');
  const modules = result.output.flatMap((part) => (part.type === 'chunk' ? part.moduleIds : []));
  return new Set(modules.map((id) => id.replace(/^\0/, '').replace(/\?.*$/, '')));
}
