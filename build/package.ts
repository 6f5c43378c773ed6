// Usage: npm run package -- [--test-build] [--again] [--prove [--only PART]]. Makes dist/linux-unpacked and its .deb, for real kiosks, with
// the Electron of the lock file. --test-build makes dist/test-build instead, with this checkout's runtime, another name and a debugger.
// --again makes both twice and compares the bytes. --repository DIR --key NAME [--gpg-home DIR] makes a signed repository from the .deb
// files in DIR. --prove installs, uses, updates and removes a test build in a clean Debian.

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { messageOf } from '../src-main/domain/result.ts';
import type { CompiledBuild } from '../src-main/session/contract/build-kind.ts';
import { commitVersion } from './deb/commit-version.ts';
import { makeDeb } from './deb/make-deb.ts';
import { listMaterials } from './deb/materials.ts';
import { makeRepository } from './deb/repository.ts';
import { checkNotices, shippedPlaces } from './notices.ts';
import { unpackPinnedElectron } from './pinned-electron.ts';
import { pinnedNode, readRuntime, repositoryRoot } from './runtime.ts';
import { buildAll, buildPart } from './vite.ts';

type Kind = CompiledBuild['kind'];

/** Names of both kinds of package on a machine, in menus and process lists. */
const NAMES: Record<Kind, { executable: string; options: Record<string, string> }> = {
  official: { executable: 'torn', options: {} },
  test: {
    executable: 'torn-test',
    options: {
      appId: 'cat.terrassa.torn.test',
      productName: 'Torn (test build)',
      executableName: 'torn-test',
      'extraMetadata.name': 'torn-test',
      'extraMetadata.productName': 'Torn (test build)',
    },
  },
};

export const packageFolder = (kind: Kind): string =>
  join(repositoryRoot, 'dist', ...(kind === 'test' ? ['test-build'] : []), 'linux-unpacked');

export const packageExecutable = (kind: Kind, folder: string = packageFolder(kind)): string =>
  join(folder, NAMES[kind].executable);

export interface PackageOrder {
  kind: Kind;
  electron: { dist: string; version: string };
  /** The folder of the package, which is emptied first. */
  folder: string;
}

/** Makes the package. The caller must have checked that `electron` is allowed in a package of this kind. */
export async function makePackage({ kind, electron, folder }: PackageOrder): Promise<void> {
  const build: CompiledBuild = kind === 'official' ? { kind, electron: electron.version } : { kind };
  try {
    const bundled = await buildAll(build);
    const stale = checkNotices(bundled);
    if (stale !== null) throw new Error(stale);
    rmSync(folder, { recursive: true, force: true });
    packBundles({ kind, electron, folder });
    const commit = commitVersion(repositoryRoot);
    const materials = listMaterials({ places: shippedPlaces(bundled), electron: electron.version, commit });
    writeFileSync(join(folder, 'resources', 'sbom.cdx.json'), materials);
  } finally {
    // The bundles of the checkout must be a test build, so they are built again after the bundles of the official package.
    if (kind === 'official') await Promise.all([buildPart('shell'), buildPart('core')]);
  }
  // The runtime's folder contains Electron's default app, which the package does not need.
  rmSync(join(folder, 'resources', 'default_app.asar'), { force: true });
  // On kernels without user namespaces this program makes the sandbox and must be setuid root; the installer makes root its owner.
  chmodSync(join(folder, 'chrome-sandbox'), 0o4755);
  await readFusesBack(packageExecutable(kind, folder), kind === 'test');
  loadCore(folder);
}

const OF_SYSTEM = ['/etc', '/usr', '/lib', '/proc', '/sys'];

/**
 * Starts the packed core with an option that it refuses: it loads all its packages before it reads its options. The core may read only the
 * package and the system, because otherwise it would find a forgotten package in this checkout.
 */
function loadCore(folder: string): void {
  const resources = join(folder, 'resources');
  const readable = [folder, ...OF_SYSTEM].map((path) => `--allow-fs-read=${path}`);
  const allowed = ['--permission', '--allow-addons', '--allow-child-process', '--allow-worker', ...readable];
  const core = join(resources, 'app.asar.unpacked', 'out', 'core', 'core.js');
  const { stderr } = spawnSync(join(resources, 'node', 'node'), [...allowed, core, '--load'], { encoding: 'utf8' });
  if (!stderr.includes('"event":"bad-arguments"')) throw new Error(`the packed core does not load:\n${stderr}`);
}

function packBundles({ kind, electron, folder }: PackageOrder): void {
  const options = {
    'directories.output': dirname(folder),
    electronDist: electron.dist,
    electronVersion: electron.version,
    'electronFuses.enableNodeCliInspectArguments': String(kind === 'test'),
    ...NAMES[kind].options,
  };
  const builder = join(repositoryRoot, 'node_modules', 'electron-builder', 'cli.js');
  const settings = Object.entries(options).map(([name, value]) => `-c.${name}=${value}`);
  const { status, stdout, stderr } = spawnSync(
    pinnedNode,
    [builder, '--linux', 'dir', '--publish', 'never', ...settings],
    { cwd: repositoryRoot, encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`electron-builder ended with ${status}:\n${stdout}${stderr}`);
}

async function readFusesBack(executable: string, debugging: boolean): Promise<void> {
  const wire = await getCurrentFuseWire(executable);
  const wanted: readonly [FuseV1Options, boolean][] = [
    [FuseV1Options.RunAsNode, false],
    [FuseV1Options.EnableNodeOptionsEnvironmentVariable, false],
    [FuseV1Options.EnableNodeCliInspectArguments, debugging],
    [FuseV1Options.OnlyLoadAppFromAsar, true],
    [FuseV1Options.GrantFileProtocolExtraPrivileges, false],
  ];
  for (const [fuse, on] of wanted)
    if (wire[fuse] !== (on ? FuseState.ENABLE : FuseState.DISABLE))
      throw new Error(`the fuse ${FuseV1Options[fuse]} of ${executable} is not ${on ? 'on' : 'off'}`);
}

function makeDebOf(kind: Kind, folder: string, into: string): string {
  const { executable } = NAMES[kind];
  return makeDeb({ name: executable, executable, folder, commit: commitVersion(repositoryRoot), into });
}

/** Makes the package and the .deb of a kind, twice if `again`. Returns the path of the .deb. */
async function makeAll(kind: Kind, electron: PackageOrder['electron'], again: boolean): Promise<string> {
  const folder = packageFolder(kind);
  await makePackage({ kind, electron, folder });
  const deb = makeDebOf(kind, folder, dirname(folder));
  console.log(`${deb}: ${statSync(deb).size} bytes, sha256 ${sha256(deb)}`);
  if (!again) return deb;
  const second = join(dirname(folder), 'again', 'linux-unpacked');
  await makePackage({ kind, electron, folder: second });
  const secondDeb = makeDebOf(kind, second, dirname(second));
  const isSame = sha256(secondDeb) === sha256(deb);
  rmSync(dirname(second), { recursive: true, force: true });
  if (!isSame) throw new Error('the second package has different bytes');
  console.log('The second package has the same bytes.');
  return deb;
}

const sha256 = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');

async function packageForTests(again: boolean): Promise<void> {
  const runtime = readRuntime();
  await makeAll('test', runtime, again);
  console.log(`A test build with Electron ${runtime.version} (${runtime.source}). Never use it for the public.`);
}

async function packageForThePublic(again: boolean): Promise<void> {
  const parent = join(repositoryRoot, '.torn');
  mkdirSync(parent, { recursive: true });
  const work = mkdtempSync(join(parent, 'package-'));
  try {
    const electron = unpackPinnedElectron(work);
    await makeAll('official', electron, again);
    console.log(`A build for the public, with Electron ${electron.version} of package-lock.json.`);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

async function prove(only: string | undefined): Promise<number> {
  const deb = await makeAll('test', readRuntime(), false);
  const program = join(repositoryRoot, 'tests', 'package', 'prove.ts');
  const words = [program, ...(only === undefined ? [] : ['--only', only]), deb];
  return spawnSync(pinnedNode, words, { stdio: 'inherit' }).status ?? 1;
}

if (import.meta.main) {
  try {
    const { values } = parseArgs({
      options: {
        'test-build': { type: 'boolean', default: false },
        again: { type: 'boolean', default: false },
        prove: { type: 'boolean', default: false },
        only: { type: 'string' },
        repository: { type: 'string' },
        key: { type: 'string' },
        'gpg-home': { type: 'string', default: join(homedir(), '.gnupg') },
      },
    });
    if (values.repository !== undefined) {
      if (values.key === undefined) throw new Error('--repository needs --key, the name of the key that signs it');
      makeRepository(values.repository, { home: values['gpg-home'], key: values.key });
    } else if (values.prove) process.exitCode = await prove(values.only);
    else await (values['test-build'] ? packageForTests(values.again) : packageForThePublic(values.again));
  } catch (error) {
    console.error(`Torn: the package was not made: ${messageOf(error)}`);
    process.exitCode = 1;
  }
}
