import { join } from 'node:path';
import { build } from 'vite';
import { repositoryRoot } from '../runtime.ts';
import { NODE_BUILTINS, QUIET } from '../vite.ts';

/** Bundles into `folder` the program that runs the boot menu's entries, for the Node of the kiosk's package. */
export async function bundleInstaller(folder: string): Promise<void> {
  const output = { format: 'es', entryFileNames: 'torn-image.js', codeSplitting: false } as const;
  await build({
    ...QUIET,
    root: repositoryRoot,
    build: {
      outDir: folder,
      emptyOutDir: false,
      target: 'node24',
      minify: false,
      ssr: join(repositoryRoot, 'build', 'image', 'installer', 'main.ts'),
      rolldownOptions: { external: NODE_BUILTINS, output },
    },
    ssr: { noExternal: true, external: NODE_BUILTINS },
  });
}
