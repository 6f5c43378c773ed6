import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { build } from 'vite';
import { repositoryRoot } from '../runtime.ts';

/** Bundles into `folder` the program that runs the boot menu's entries, for the Node of the kiosk's package. */
export async function bundleInstaller(folder: string): Promise<void> {
  const outside = [...builtinModules, ...builtinModules.map((name) => `node:${name}`), 'node:sqlite'];
  const output = { format: 'es', entryFileNames: 'torn-image.js', codeSplitting: false } as const;
  await build({
    ...{ configFile: false, logLevel: 'warn', clearScreen: false },
    root: repositoryRoot,
    build: {
      ...{ outDir: folder, emptyOutDir: false, target: 'node24', minify: false },
      ssr: join(repositoryRoot, 'build', 'image', 'installer', 'main.ts'),
      rolldownOptions: { external: outside, output },
    },
    ssr: { noExternal: true, external: outside },
  });
}
