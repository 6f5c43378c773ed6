// Usage: npm run package -- [--test-build]. Makes dist/linux-unpacked, or dist/test-build/linux-unpacked with the inspector left on.
import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { checkNotices } from './notices.ts';
import { pinnedNode, readRuntime, repositoryRoot } from './runtime.ts';
import { buildAll } from './vite.ts';

/** Where a package is made; its executable is `torn`. */
export const packageFolder = (testBuild: boolean): string =>
  join(repositoryRoot, 'dist', ...(testBuild ? ['test-build'] : []), 'linux-unpacked');

async function makePackage(testBuild: boolean): Promise<void> {
  const runtime = readRuntime();
  const stale = checkNotices(await buildAll());
  if (stale !== null) throw new Error(stale);
  const folder = packageFolder(testBuild);
  rmSync(folder, { recursive: true, force: true });
  const options = {
    'directories.output': dirname(folder),
    electronDist: runtime.dist,
    electronVersion: runtime.version,
    'electronFuses.enableNodeCliInspectArguments': String(testBuild),
  };
  const builder = join(repositoryRoot, 'node_modules', 'electron-builder', 'cli.js');
  const { status, stdout, stderr } = spawnSync(
    pinnedNode,
    [
      builder,
      '--linux',
      'dir',
      '--publish',
      'never',
      ...Object.entries(options).map(([name, value]) => `-c.${name}=${value}`),
    ],
    { cwd: repositoryRoot, encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`electron-builder ended with ${status}:\n${stdout}${stderr}`);

  const resources = join(folder, 'resources');
  // It came along with the runtime's folder.
  rmSync(join(resources, 'default_app.asar'), { force: true });
  if (testBuild) writeFileSync(join(resources, 'test-build'), '');
  await readFusesBack(join(folder, 'torn'), testBuild);
  console.log(`${folder}: Electron ${runtime.version} (${runtime.source})${testBuild ? ', a test build' : ''}`);
  if (runtime.source === 'fallback')
    console.log(
      'This runtime is for development and tests: never ship it. Package where the official one can be fetched.',
    );
}

async function readFusesBack(executable: string, testBuild: boolean): Promise<void> {
  const wire = await getCurrentFuseWire(executable);
  const wanted: readonly [FuseV1Options, boolean][] = [
    [FuseV1Options.RunAsNode, false],
    [FuseV1Options.EnableNodeOptionsEnvironmentVariable, false],
    [FuseV1Options.EnableNodeCliInspectArguments, testBuild],
    [FuseV1Options.OnlyLoadAppFromAsar, true],
    [FuseV1Options.GrantFileProtocolExtraPrivileges, false],
  ];
  for (const [fuse, on] of wanted)
    if (wire[fuse] !== (on ? FuseState.ENABLE : FuseState.DISABLE))
      throw new Error(`the fuse ${FuseV1Options[fuse]} of ${executable} is not ${on ? 'on' : 'off'}`);
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { 'test-build': { type: 'boolean', default: false } } });
  try {
    await makePackage(values['test-build']);
  } catch (error) {
    console.error(`Torn: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  }
}
