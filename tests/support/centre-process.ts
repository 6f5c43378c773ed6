import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pinnedNode, repositoryRoot } from '../../build/runtime.ts';
import packageJson from '../../package.json' with { type: 'json' };

export const NODE_FLAGS = packageJson.scripts.central.split(' ').filter((word) => word.startsWith('--'));
export const COMPILE_CACHE = { NODE_COMPILE_CACHE: join(repositoryRoot, '.torn', 'compile-cache') };

export interface CentreProcess {
  readonly child: ChildProcess;
  /** The address is known even while the program waits for its database and has printed nothing. */
  readonly url: string;
  readonly said: readonly string[];
  log(): string;
  readonly ended: Promise<number | NodeJS.Signals>;
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/** Starts a replica as a process of its own on a free port. `environment` names its database and key. */
export async function startCentreProcess(
  environment: Readonly<Record<string, string>>,
  args: readonly string[] = [],
): Promise<CentreProcess> {
  const child = spawn(
    'setpriv',
    ['--pdeathsig=KILL', pinnedNode, ...NODE_FLAGS, join(repositoryRoot, 'src-central', 'main.ts'), ...args],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env.PATH, PORT: '0', ...COMPILE_CACHE, ...environment },
    },
  );
  const said: string[] = [];
  let log = '';
  const listening = Promise.withResolvers<string>();
  child.stderr.on('data', (bytes: Buffer) => {
    log += bytes.toString();
    const waiting = /"event":"waiting-for-database","address":"([^"]+)"/.exec(log)?.[1];
    if (waiting !== undefined) listening.resolve(waiting);
  });
  const { promise, resolve, reject } = Promise.withResolvers<number | NodeJS.Signals>();
  child.once('error', reject);
  child.once('exit', (code, signal) => resolve(code ?? signal ?? 1));
  createInterface({ input: child.stdout }).on('line', (line) => {
    said.push(line);
    const url = /listens at (\S+)$/.exec(line)?.[1];
    if (url !== undefined) listening.resolve(url);
  });
  promise.then((code) => listening.reject(new Error(`the centre has ended (${code}):\n${log}`)), listening.reject);
  return {
    child,
    url: await listening.promise,
    said,
    log: () => log,
    ended: promise,
    async stop(signal = 'SIGTERM') {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exit = once(child, 'exit');
      child.kill(signal);
      await exit;
    },
  };
}
