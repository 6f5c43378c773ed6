// Usage: npm run package:central -- [--again] [--prove]. Makes dist/central/torn-central_VERSION_ARCHITECTURE.deb, the package of the
// centre alone. --again builds it twice and compares the bytes. --prove installs, migrates, calls, upgrades and removes it in a clean Debian 13.

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { messageOf } from '../../src-main/domain/result.ts';
import { commitVersion } from '../deb/commit-version.ts';
import { pinnedNode, repositoryRoot } from '../runtime.ts';
import { makeCentreDeb } from './make-centre-deb.ts';

const into = join(repositoryRoot, 'dist', 'central');
const sha256 = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');

try {
  const { values } = parseArgs({
    options: { again: { type: 'boolean', default: false }, prove: { type: 'boolean', default: false } },
  });
  const commit = commitVersion(repositoryRoot);
  const deb = await makeCentreDeb({ commit, into });
  console.log(`${deb}: ${statSync(deb).size} bytes, sha256 ${sha256(deb)}`);
  if (values.again) {
    const again = join(into, 'again');
    const second = await makeCentreDeb({ commit, into: again });
    const isSame = sha256(second) === sha256(deb);
    rmSync(again, { recursive: true, force: true });
    if (!isSame) throw new Error('a second build of the package has different bytes');
    console.log('A second build has the same bytes.');
  }
  if (values.prove) {
    const program = join(repositoryRoot, 'tests', 'package', 'prove-centre.ts');
    process.exitCode = spawnSync(pinnedNode, [program, deb], { stdio: 'inherit' }).status ?? 1;
  }
} catch (error) {
  console.error(`Torn: the package of the centre was not built: ${messageOf(error)}`);
  process.exitCode = 1;
}
