import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { repositoryRoot } from '../../build/runtime.ts';

const INSTALLED = ['node_modules', '.torn'];

/**
 * Copies the working tree (or only `parts`) with uncommitted files, and links the installed packages. Returns the folder, which the caller
 * removes.
 */
export function copyTree(prefix: string, parts: readonly string[] = []): string {
  const root = mkdtempSync(join(tmpdir(), prefix));
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--', ...parts], {
    cwd: repositoryRoot,
    encoding: 'utf8',
    maxBuffer: 64 * 1_024 * 1_024,
  });
  for (const file of listed.split('\0')) {
    // git also lists deleted files and packages that are linked already.
    if (!statSync(join(repositoryRoot, file), { throwIfNoEntry: false })?.isFile()) continue;
    mkdirSync(dirname(join(root, file)), { recursive: true });
    copyFileSync(join(repositoryRoot, file), join(root, file));
  }
  for (const name of INSTALLED)
    if (existsSync(join(repositoryRoot, name))) symlinkSync(join(repositoryRoot, name), join(root, name));
  return root;
}
