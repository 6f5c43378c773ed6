import { spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../build/runtime.ts';
import { temporaryFolder } from './temporary-folder.ts';

const git = (...args: readonly string[]) =>
  spawnSync('git', args, { cwd: repositoryRoot, maxBuffer: 256 * 1_024 * 1_024 });

/** False in a shallow clone, which has no history to build from. */
export const hasCommit = (commit: string): boolean => git('cat-file', '-e', `${commit}^{commit}`).status === 0;

/** Builds the core of an earlier commit, with the packages that are installed now. */
export function buildEarlierCore(commit: string): { file: string; root: string } {
  const root = join(temporaryFolder(), 'earlier');
  mkdirSync(root);
  const { stdout } = git('archive', commit);
  const unpacked = spawnSync('tar', ['-x', '-C', root], { input: stdout, encoding: 'utf8' });
  if (unpacked.status !== 0) throw new Error(unpacked.stderr);
  symlinkSync(join(repositoryRoot, 'node_modules'), join(root, 'node_modules'));
  const built = spawnSync(process.execPath, [join(root, 'build/vite.ts'), 'core'], { cwd: root, encoding: 'utf8' });
  if (built.status !== 0) throw new Error(built.stderr);
  return { file: join(root, 'out/core/core.js'), root };
}
