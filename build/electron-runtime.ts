// Usage: node build/electron-runtime.ts [--refresh] [--root DIR]. Finds an Electron runtime and records it in .torn/electron.json.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { fallbackKey, unpackFallback } from './electron-runtime/fallback.ts';
import { bytesBelow, inMegabytes, runWithProgress } from './progress.mjs';
import { cacheRoot, type ElectronRuntime, readRuntime, repositoryRoot, runtimeRecord } from './runtime.ts';
import { provideHelper } from './setuid-sandbox.ts';

/**
 * The time limit for the first request to the download server. A firewall that drops packets delays the choice of a runtime by this time,
 * once.
 */
const PROBE_TIMEOUT_MS = 3_000;
const DOWNLOAD_TIMEOUT_MS = 10 * 60_000;
const GITHUB = 'https://github.com/electron/electron/releases/download/';

const { values } = parseArgs({ options: { refresh: { type: 'boolean' }, root: { type: 'string' } } });
const root = values.root ?? repositoryRoot;
const fallbackFolder = join(repositoryRoot, 'build', 'electron-runtime');
const env = process.env;

const say = (text: string): void => console.error(`Torn: ${text}`);

class Stop extends Error {}

function electronPackage(): { folder: string; version: string } {
  const manifest = createRequire(join(root, 'package.json')).resolve('electron/package.json');
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
  return { folder: dirname(manifest), version };
}

const mirrorOf = (): string => env.ELECTRON_MIRROR ?? env.npm_config_electron_mirror ?? GITHUB;

/** Hashes all inputs to the choice of a runtime. While the hash is the same, the choice is reused. */
function keyOf(version: string): string {
  return createHash('sha256')
    .update(JSON.stringify([version, env.ELECTRON_OVERRIDE_DIST_PATH ?? null, mirrorOf(), cacheRoot()]))
    .update(fallbackKey(fallbackFolder))
    .digest('hex');
}

const isWhole = (dist: string): boolean => existsSync(join(dist, 'electron')) && existsSync(join(dist, 'version'));

function isStillRight(key: string): boolean {
  try {
    const record = JSON.parse(readFileSync(runtimeRecord(root), 'utf8')) as ElectronRuntime & { key: string };
    return record.key === key && isWhole(record.dist);
  } catch {
    return false;
  }
}

function fromOverride(dist: string): ElectronRuntime {
  if (!isWhole(dist)) throw new Stop(`ELECTRON_OVERRIDE_DIST_PATH=${dist} does not contain 'electron' and 'version'.`);
  return { dist, version: versionIn(dist), source: 'override' };
}

const versionIn = (dist: string): string => readFileSync(join(dist, 'version'), 'utf8').trim().replace(/^v/, '');

async function answers(url: string): Promise<boolean> {
  try {
    await fetch(url, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(PROBE_TIMEOUT_MS) });
    return true;
  } catch {
    return false;
  }
}

async function fromOfficialRelease(folder: string, version: string): Promise<ElectronRuntime | null> {
  const dist = join(folder, 'dist');
  const isInstalled = (): boolean =>
    isWhole(dist) && versionIn(dist) === version && existsSync(join(folder, 'path.txt'));
  if (!isInstalled()) {
    if (!(await answers(mirrorOf()))) {
      say(`${new URL(mirrorOf()).host}, which has the official Electron ${version}, cannot be reached.`);
      return null;
    }
    say(`fetching the official Electron ${version} …`);
    // The archive is downloaded into a new temporary folder, so that its growing size can be measured.
    const arriving = mkdtempSync(join(tmpdir(), 'torn-electron-'));
    const install = await runWithProgress(
      process.execPath,
      [join(folder, 'install.js')],
      { env: { ...env, TMPDIR: arriving }, endsAfterMs: DOWNLOAD_TIMEOUT_MS },
      () => `${inMegabytes(bytesBelow(arriving, dist))} of Electron are here`,
    );
    install.progress.stop(install.status === 0 ? 'Electron is here' : undefined);
    rmSync(arriving, { recursive: true, force: true });
    if (/checksum/i.test(install.stderr))
      throw new Stop(`${mirrorOf()} served Electron ${version} with a wrong checksum:\n${install.stderr}`);
    if (install.status !== 0 || !isInstalled()) {
      say(`the official Electron ${version} could not be fetched:\n${install.stderr}`);
      return null;
    }
  }
  return { dist, version, source: 'official' };
}

async function find(folder: string, version: string): Promise<ElectronRuntime> {
  if (env.ELECTRON_OVERRIDE_DIST_PATH) return fromOverride(env.ELECTRON_OVERRIDE_DIST_PATH);
  const official = await fromOfficialRelease(folder, version);
  if (official) return official;
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new Stop(
      `There is no other Electron for ${process.platform}-${process.arch}: set ELECTRON_MIRROR or ELECTRON_OVERRIDE_DIST_PATH.`,
    );
  const dist = await unpackFallback(fallbackFolder, cacheRoot(), say);
  return { dist, version: versionIn(dist), source: 'fallback' };
}

const { folder, version } = electronPackage();
const key = keyOf(version);
if (values.refresh || !isStillRight(key)) {
  try {
    const runtime = await find(folder, version);
    mkdirSync(join(root, '.torn'), { recursive: true });
    writeFileSync(runtimeRecord(root), `${JSON.stringify({ ...runtime, key }, null, 2)}\n`);
    say(`Electron ${runtime.version} (${runtime.source}) in ${runtime.dist}`);
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    say(error.message);
    process.exitCode = 1;
  }
}
if (process.exitCode === undefined) {
  const { dist, source } = readRuntime(root);
  // A runtime from ELECTRON_OVERRIDE_DIST_PATH was installed by somebody else and is not changed.
  if (source !== 'override') provideHelper(dist);
}
