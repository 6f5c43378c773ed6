// Usage: node tests/support/packages.ts. Makes both packages that their test tries.
import { join } from 'node:path';
import { makePackage, packageFolder } from '../../build/package.ts';
import { readRuntime, repositoryRoot } from '../../build/runtime.ts';

/**
 * An official package on this checkout's runtime: shows what such a package refuses, but nothing of the Electron that ships. `npm run
 * package` cannot make one.
 */
export const standInFolder = join(repositoryRoot, 'dist', 'stand-in', 'linux-unpacked');

if (import.meta.main) {
  const electron = readRuntime();
  await makePackage({ kind: 'test', electron, folder: packageFolder('test') });
  await makePackage({ kind: 'official', electron, folder: standInFolder });
}
