import { join } from 'node:path';
import type { ShellArguments } from './arguments.ts';
import type { CoreCommand } from './core-process.ts';

export interface Installation {
  packaged: boolean;
  /** Folder that contains package.json; in a package, the asar archive in its place. */
  applicationFolder: string;
  resourcesFolder: string;
  keepsEnvironment: boolean;
}

/**
 * Environment variables that the core gets in every build; a test build also passes all `TORN_…` variables on. systemd sets two of them:
 * `CREDENTIALS_DIRECTORY`, a folder that may contain the kiosk's key, and `RUNTIME_DIRECTORY`, a folder in memory through which the kiosk
 * sends requests to services of the machine.
 */
const KEPT = new Set(['PATH', 'HOME', 'LANG', 'TZ', 'CREDENTIALS_DIRECTORY', 'RUNTIME_DIRECTORY']);

/** Node's flags: a smaller young generation of the heap saves 17 MB and causes more frequent collections. */
const FLAGS = ['--max-semi-space-size=1'];

/** The command that starts the core: `--core-node` or else the Node 24 of this installation, with only the needed environment variables. */
export function coreCommand(
  given: ShellArguments,
  { packaged, applicationFolder, resourcesFolder, keepsEnvironment }: Installation,
  environment: NodeJS.ProcessEnv,
): CoreCommand {
  const kept = Object.entries(environment).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && (KEPT.has(entry[0]) || (keepsEnvironment && entry[0].startsWith('TORN_'))),
  );
  return {
    node:
      given.coreNode ??
      (packaged ? join(resourcesFolder, 'node', 'node') : join(applicationFolder, 'node_modules', '.bin', 'node')),
    flags: FLAGS,
    script: packaged
      ? join(resourcesFolder, 'app.asar.unpacked', 'out', 'core', 'core.js')
      : join(applicationFolder, 'out', 'core', 'core.js'),
    arguments: [
      '--data',
      given.dataFolder,
      ...(given.profileFile === null ? [] : ['--profile', given.profileFile]),
      ...(given.printer === null ? [] : ['--printer', given.printer]),
      ...(given.centre === null ? [] : ['--centre', given.centre]),
      ...(given.panel === null ? [] : ['--panel', given.panel]),
      ...(given.updatesFolder === null ? [] : ['--updates', given.updatesFolder]),
    ],
    environment: Object.fromEntries(kept),
  };
}
