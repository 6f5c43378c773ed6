// Usage: node tests/support/stand-in-package.ts FOLDER. A package for the public on the runtime of this checkout, whatever that is: shows
// what such a package refuses, and nothing of the Electron that ships. `npm run package` has no way to make one.
import { makePackage } from '../../build/package.ts';
import { readRuntime } from '../../build/runtime.ts';

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('which folder?');
await makePackage({ kind: 'official', electron: readRuntime(), folder });
