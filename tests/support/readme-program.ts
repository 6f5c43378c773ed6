import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../build/runtime.ts';

export function readmeProgram(): string {
  const readme = readFileSync(join(repositoryRoot, 'build', 'client', 'package', 'README.md'), 'utf8');
  const [, program] = /```ts\n(.*?)```/s.exec(readme) ?? [];
  if (program === undefined) throw new Error('the README of the client shows no program');
  return program;
}

/** The strictest options of the compiler, because users of the client may compile it with them. */
export const COMPILED_STRICTLY: readonly string[] = [
  '--ignoreConfig',
  '--strict',
  '--noUncheckedIndexedAccess',
  '--exactOptionalPropertyTypes',
  '--noEmit',
  '--module',
  'nodenext',
  '--target',
  'es2022',
  '--lib',
  'es2022,dom',
  '--resolveJsonModule',
];
