// Usage: node tests/support/packages.ts. Builds the two packages that the package tests use.
import { join } from 'node:path';
import { makePackage, packageFolder } from '../../build/package.ts';
import { readRuntime, repositoryRoot } from '../../build/runtime.ts';

/**
 * The folder of an official package around this checkout's Electron. It shows which settings such a package refuses, but does not test the
 * Electron that ships. `npm run package` cannot make it.
 */
export const standInFolder = join(repositoryRoot, 'dist', 'stand-in', 'linux-unpacked');

if (import.meta.main) {
  const electron = readRuntime();
  await makePackage({ kind: 'test', electron, folder: packageFolder('test') });
  await makePackage({ kind: 'official', electron, folder: standInFolder });
}
