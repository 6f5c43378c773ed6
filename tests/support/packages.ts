// Usage: node tests/support/packages.ts. Builds the two packages that the package tests use.
import { join } from 'node:path';
import { makePackage, packageFolder } from '../../build/package.ts';
import { readRuntime, repositoryRoot } from '../../build/runtime.ts';

/**
 * An official package around this checkout's Electron, which `npm run package` cannot make. It shows which settings an official package
 * refuses; the Electron that ships is not tested.
 */
export const standInFolder = join(repositoryRoot, 'dist', 'stand-in', 'linux-unpacked');

if (import.meta.main) {
  const electron = readRuntime();
  await makePackage({ kind: 'test', electron, folder: packageFolder('test') });
  await makePackage({ kind: 'official', electron, folder: standInFolder });
}
