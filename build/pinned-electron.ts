import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { MODULES, readLock } from './locked-packages.ts';
import { npmCommand } from './npm-command.mjs';
import { repositoryRoot } from './runtime.ts';

/**
 * Variables with which Electron's downloader would take another archive or another list of checksums. They are removed from its
 * environment.
 */
const MISLEADING =
  /^((npm_config_)?electron_use_remote_checksums|npm_config_(platform|arch)|ELECTRON_(OVERRIDE|INSTALL)_.*)$/i;
const DOWNLOAD_TIMEOUT_MS = 10 * 60_000;

/**
 * Unpacks the Electron of the lock file below `folder`. Neither an existing runtime nor the record of a runtime is trusted: the npm package
 * must have the lock's sha512, and the archive the sha256 in that package's list, both computed here. The checkout's packages only download
 * and unpack. Throws if something is missing or differs.
 */
export function unpackPinnedElectron(folder: string, root: string = repositoryRoot): { dist: string; version: string } {
  const { version, integrity } = lockedElectron(root);
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !MISLEADING.test(name)));
  const work = mkdtempSync(join(folder, 'electron-'));
  const [command, ...first] = npmCommand();
  const words = ['pack', `electron@${version}`, '--pack-destination', work, '--ignore-scripts', '--loglevel=error'];
  run('npm pack', command, [...first, ...words], { cwd: work, env });
  const tarball = join(work, `electron-${version}.tgz`);
  const found = `sha512-${hashOf(tarball, 'sha512', 'base64')}`;
  if (found !== integrity)
    throw new Error(`the npm package electron@${version} is not the one in package-lock.json: it has ${found}`);
  run('tar', 'tar', ['-xzf', tarball, '-C', work], { cwd: work, env });

  const list = join(work, 'package', 'checksums.json');
  const archive = join(work, 'electron.zip');
  const official = `the official Electron ${version}`;
  run(official, process.execPath, ['--input-type=module', '--eval', FETCH, version, list, archive], { cwd: root, env });
  const name = `electron-v${version}-${process.platform}-${process.arch}.zip`;
  const sha256 = hashOf(archive, 'sha256', 'hex');
  if ((JSON.parse(readFileSync(list, 'utf8')) as Record<string, string>)[name] !== sha256)
    throw new Error(`${name} has the sha256 ${sha256}, which is not the one in the npm package`);

  const dist = join(work, 'dist');
  run(official, process.execPath, ['--input-type=module', '--eval', UNPACK, archive, dist], { cwd: root, env });
  // This file with TypeScript's types is of no use in a package; Electron's own installer removes it as well.
  rmSync(join(dist, 'electron.d.ts'), { force: true });
  const unpacked = readFileSync(join(dist, 'version'), 'utf8').trim().replace(/^v/, '');
  if (unpacked !== version) throw new Error(`the archive of Electron ${version} holds version ${unpacked}`);
  return { dist, version };
}

/**
 * Downloads as Electron's installer does, but keeps the archive, which must be checked. The archive is copied out of the cache, so that it
 * cannot be replaced after the check.
 */
const FETCH = `
  import { downloadArtifact } from '@electron/get';
  import { copyFileSync, readFileSync } from 'node:fs';
  const [version, list, archive] = process.argv.slice(1);
  const checksums = JSON.parse(readFileSync(list, 'utf8'));
  const { platform, arch } = process;
  const cacheRoot = process.env.electron_config_cache;
  copyFileSync(await downloadArtifact({ version, artifactName: 'electron', platform, arch, checksums, cacheRoot }), archive);`;
const UNPACK = `
  import { extract } from '@electron-internal/extract-zip';
  const [archive, dir] = process.argv.slice(1);
  await extract(archive, { dir });`;

const hashOf = (file: string, algorithm: string, encoding: 'base64' | 'hex'): string =>
  createHash(algorithm).update(readFileSync(file)).digest(encoding);

function lockedElectron(root: string): { version: string; integrity: string } {
  const { version, integrity } = readLock(root)[`${MODULES}electron`] ?? {};
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
  if (status !== 0) throw new Error(`${what} could not be downloaded:\n${error?.message ?? stderr}`);
}
