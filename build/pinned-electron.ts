import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { npmCommand } from './npm-command.mjs';
import { repositoryRoot } from './runtime.ts';

export interface VerifiedElectron {
  /** Folder with the executable. */
  dist: string;
  version: string;
}

/** Of Electron's installer: what would let it take another archive, or check it against another list. */
const MISLEADING =
  /^((npm_config_)?electron_use_remote_checksums|npm_config_(platform|arch)|ELECTRON_(OVERRIDE|INSTALL)_.*)$/i;
const DOWNLOAD_TIMEOUT_MS = 10 * 60_000;

/**
 * The Electron that the lock file names, unpacked anew below `folder`. Nothing that lies about is believed, neither an unpacked runtime nor
 * a record of one: the npm package has the sha512 of the lock, the list in that package has the sha256 of the archive, and Electron's own
 * installer unpacks what has it. Throws when one of them cannot be had or differs.
 */
export function unpackPinnedElectron(
  folder: string,
  root: string = repositoryRoot,
  environment: NodeJS.ProcessEnv = process.env,
): VerifiedElectron {
  const { version, integrity } = readLock(root);
  const env = Object.fromEntries(Object.entries(environment).filter(([name]) => !MISLEADING.test(name)));
  const work = mkdtempSync(join(folder, 'electron-'));
  const [command, ...first] = npmCommand();
  const words = ['pack', `electron@${version}`, '--pack-destination', work, '--ignore-scripts', '--loglevel=error'];
  run('npm pack', command, [...first, ...words], { cwd: work, env });
  const tarball = join(work, `electron-${version}.tgz`);
  const found = `sha512-${createHash('sha512').update(readFileSync(tarball)).digest('base64')}`;
  if (found !== integrity)
    throw new Error(`the npm package electron@${version} is not the one in package-lock.json: it has ${found}`);

  const modules = join(work, 'node_modules');
  mkdirSync(modules);
  run('tar', 'tar', ['-xzf', tarball, '-C', work], { cwd: work, env });
  const home = join(modules, 'electron');
  cpSync(join(work, 'package'), home, { recursive: true });
  for (const scope of ['@electron', '@electron-internal'])
    symlinkSync(join(repositoryRoot, 'node_modules', scope), join(modules, scope));
  run(`the official Electron ${version}`, process.execPath, [join(home, 'install.js')], { cwd: home, env });
  const dist = join(home, 'dist');
  const unpacked = readFileSync(join(dist, 'version'), 'utf8').trim().replace(/^v/, '');
  if (unpacked !== version) throw new Error(`the archive of Electron ${version} holds version ${unpacked}`);
  return { dist, version };
}

function readLock(root: string): { version: string; integrity: string } {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { version?: string; integrity?: string }>;
  };
  const { version, integrity } = packages['node_modules/electron'] ?? {};
  if (version === undefined || !integrity?.startsWith('sha512-'))
    throw new Error('package-lock.json names no Electron with a sha512');
  return { version, integrity };
}

function run(
  what: string,
  command: string,
  args: readonly string[],
  options: { cwd: string; env: NodeJS.ProcessEnv },
): void {
  const { status, stderr, error } = spawnSync(command, args, {
    ...options,
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
    timeout: DOWNLOAD_TIMEOUT_MS,
  });
  if (status !== 0) throw new Error(`${what} could not be had:\n${error?.message ?? stderr}`);
}
