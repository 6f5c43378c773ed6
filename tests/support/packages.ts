// Usage: node tests/support/packages.ts. Makes both packages that their test tries.
import { join } from 'node:path';
import { makePackage, packageFolder } from '../../build/package.ts';
import { readRuntime, repositoryRoot } from '../../build/runtime.ts';

/**
 * A package for the public on the runtime of this checkout, whatever that is: shows what such a package refuses, and nothing of the
 * Electron that ships. `npm run package` has no way to make one.
 */
export const standInFolder = join(repositoryRoot, 'dist', 'stand-in', 'linux-unpacked');

if (import.meta.main) {
  const electron = readRuntime();
  await makePackage({ kind: 'test', electron, folder: packageFolder('test') });
  await makePackage({ kind: 'official', electron, folder: standInFolder });
}
