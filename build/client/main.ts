// Usage: npm run client -- --out DIR [--prove] | --types. Makes the package with which booking systems call a centre. --prove packs it,
// installs it in an empty folder without a network and runs its README's program against a sandbox. --types regenerates the types that the
// package contains.
import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { messageOf } from '../../src-main/domain/result.ts';
import { pinnedNode, repositoryRoot } from '../runtime.ts';
import { makeClient, renewTypes } from './make-client.ts';

try {
  const { values } = parseArgs({
    options: {
      out: { type: 'string' },
      prove: { type: 'boolean', default: false },
      types: { type: 'boolean', default: false },
    },
  });
  if (values.types) renewTypes();
  if (values.out === undefined && !values.types) throw new Error('--out DIR is missing: the folder of the package');
  if (values.out !== undefined) {
    const folder = resolve(values.out);
    makeClient(folder);
    console.log(`Made ${folder}. Install it: npm install ${folder}, or pack it: npm pack ${folder}.`);
    if (values.prove) {
      const program = join(repositoryRoot, 'tests', 'package', 'prove-client.ts');
      process.exitCode = spawnSync(pinnedNode, [program, folder], { stdio: 'inherit' }).status ?? 1;
    }
  }
} catch (error) {
  console.error(`Torn: the client was not made: ${messageOf(error)}`);
  process.exitCode = 1;
}
