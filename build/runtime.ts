import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const repositoryRoot: string = join(dirname(fileURLToPath(import.meta.url)), '..');

export const pinnedNode: string = join(
  repositoryRoot,
  'node_modules',
  `node-${process.platform}-${process.arch}`,
  'bin',
  'node',
);

/**
 * Returns the folder of downloaded runtimes. For root it is outside root's home, because an Electron started by root runs as another user,
 * who cannot enter that home.
 */
export function cacheRoot({ TORN_CACHE, XDG_CACHE_HOME }: NodeJS.ProcessEnv = process.env): string {
  if (TORN_CACHE) return TORN_CACHE;
  if (process.getuid?.() === 0) return '/var/cache/torn';
  return join(XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'torn');
}

export interface ElectronRuntime {
  dist: string;
  version: string;
  source: 'override' | 'official' | 'fallback';
}

export const runtimeRecord = (root: string): string => join(root, '.torn', 'electron.json');

/** Returns the runtime that the bootstrap recorded. Throws if the bootstrap has never run. */
export function readRuntime(root: string = repositoryRoot): ElectronRuntime {
  let text: string;
  try {
    text = readFileSync(runtimeRecord(root), 'utf8');
  } catch {
    throw new Error('No Electron runtime yet: run `node build/bootstrap.mjs --electron --libs` first.');
  }
  const { dist, version, source } = JSON.parse(text) as ElectronRuntime;
  return { dist, version, source };
}

/** Returns an environment whose PATH begins with the project's programs, including its Node, as npm sets it for scripts. */
export function projectEnv(): NodeJS.ProcessEnv {
  const bin = join(repositoryRoot, 'node_modules', '.bin');
  return { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH ?? ''}` };
}
