// Usage: npm run package -- [--test-build]. Makes dist/linux-unpacked, for the public, on the Electron that the lock file names; or, with
// --test-build, dist/test-build/linux-unpacked on the runtime of this checkout, under another name and with a debugger.

import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import type { CompiledBuild } from '../src-main/contract/kiosk/build-kind.ts';
import { messageOf } from '../src-main/domain/result.ts';
import { checkNotices } from './notices.ts';
import { unpackPinnedElectron } from './pinned-electron.ts';
import { pinnedNode, readRuntime, repositoryRoot } from './runtime.ts';
import { buildAll, buildCore, buildShell } from './vite.ts';

type Kind = CompiledBuild['kind'];

/** What distinguishes the two kinds on a machine, in a list of programs and in a list of processes. */
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

/** Where a package is made. */
export const packageFolder = (kind: Kind): string =>
  join(repositoryRoot, 'dist', ...(kind === 'test' ? ['test-build'] : []), 'linux-unpacked');

export const packageExecutable = (kind: Kind, folder: string = packageFolder(kind)): string =>
  join(folder, NAMES[kind].executable);

export interface PackageOrder {
  kind: Kind;
  electron: { dist: string; version: string };
  /** Emptied and made again. */
  folder: string;
}

/** Makes a package of that kind on that Electron; whether it may be that one, the caller has found out. */
export async function makePackage({ kind, electron, folder }: PackageOrder): Promise<void> {
  const build: CompiledBuild = kind === 'official' ? { kind, electron: electron.version } : { kind };
  try {
    const stale = checkNotices(await buildAll(build));
    if (stale !== null) throw new Error(stale);
    rmSync(folder, { recursive: true, force: true });
    packBundles({ kind, electron, folder });
  } finally {
    // A checkout is a test build.
    if (kind === 'official') await Promise.all([buildShell(), buildCore()]);
  }
  // It came along with the runtime's folder.
  rmSync(join(folder, 'resources', 'default_app.asar'), { force: true });
  // Root's gives the sandbox where the kernel gives no user namespaces; an installer hands it to root otherwise.
  chmodSync(join(folder, 'chrome-sandbox'), 0o4755);
  await readFusesBack(packageExecutable(kind, folder), kind === 'test');
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

async function packageForTests(): Promise<void> {
  const runtime = readRuntime();
  const folder = packageFolder('test');
  await makePackage({ kind: 'test', electron: runtime, folder });
  console.log(`${folder}: a test build on Electron ${runtime.version} (${runtime.source}). The public never meets it.`);
}

async function packageForThePublic(): Promise<void> {
  const parent = join(repositoryRoot, '.torn');
  mkdirSync(parent, { recursive: true });
  const work = mkdtempSync(join(parent, 'package-'));
  try {
    const electron = unpackPinnedElectron(work);
    const folder = packageFolder('official');
    await makePackage({ kind: 'official', electron, folder });
    console.log(`${folder}: Electron ${electron.version}, as package-lock.json names it`);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

if (import.meta.main) {
  try {
    const { values } = parseArgs({ options: { 'test-build': { type: 'boolean', default: false } } });
    await (values['test-build'] ? packageForTests() : packageForThePublic());
  } catch (error) {
    console.error(`Torn: no package was made: ${messageOf(error)}`);
    process.exitCode = 1;
  }
}
