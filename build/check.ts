// Usage: node build/check.ts. Types, format and lint, lint, layers: in this order, all of them, then what failed.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { pinnedNode, projectEnv, repositoryRoot } from './runtime.ts';

const bin = (name: string): string => join(repositoryRoot, 'node_modules', '.bin', name);

const CHECKS: readonly { name: string; command: string; args: readonly string[] }[] = [
  { name: 'types', command: bin('tsc'), args: ['-p', '.'] },
  { name: 'format and lint (biome)', command: bin('biome'), args: ['check', '--error-on-warnings', '.'] },
  { name: 'lint (oxlint)', command: bin('oxlint'), args: ['--deny-warnings'] },
  { name: 'layers', command: pinnedNode, args: [join('build', 'check-layers.ts')] },
];

/** Names of the checks that failed; what they say goes to the terminal. */
export function runChecks(): string[] {
  const failed: string[] = [];
  for (const { name, command, args } of CHECKS) {
    const { status, stdout, stderr, error } = spawnSync(command, args, {
      cwd: repositoryRoot,
      encoding: 'utf8',
      env: projectEnv(),
    });
    const isGood = status === 0;
    console.log(`check ${isGood ? 'passed' : 'FAILED'}: ${name}`);
    if (isGood) continue;
    failed.push(name);
    console.log(`${stdout ?? ''}${stderr ?? ''}${error?.message ?? ''}`.trimEnd());
  }
  return failed;
}

if (import.meta.main && runChecks().length > 0) process.exitCode = 1;
