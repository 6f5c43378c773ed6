import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';

/** `root`: the folder of a Debian; `data`: the folder that this Debian sees as `/srv`. */
export interface Place {
  root: string;
  data: string;
}

const START = `set -e
mount --rbind /dev $1/dev
mount -t proc proc $1/proc
mount --bind $2 $1/srv
root=$1
shift 2
exec chroot $root "$@"`;
const ENVIRONMENT = [
  'env',
  '-i',
  'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  'LC_ALL=C.UTF-8',
  'HOME=/var/lib/postgresql',
];
const AS_POSTGRES = ['setpriv', '--reuid=postgres', '--regid=postgres', '--init-groups', '--pdeathsig=KILL', '--'];

/** Builds the command line that runs `command` in the Debian. `namespace`: the network namespace; `null`: this computer's own. */
function wordsOf({ root, data }: Place, namespace: string | null, command: readonly string[]): string[] {
  const apart =
    namespace === null ? ['unshare', '--mount', '--propagation', 'private'] : ['ip', 'netns', 'exec', namespace];
  return [...apart, 'sh', '-c', START, 'sh', root, data, ...AS_POSTGRES, ...ENVIRONMENT, ...command];
}

/** Runs a program in the Debian as PostgreSQL's user and returns its output when it has ended. */
export function runWithin(place: Place, command: readonly string[]): string {
  const [program = '', ...words] = wordsOf(place, null, command);
  return execFileSync(program, words, { encoding: 'utf8', maxBuffer: 1 << 26, stdio: ['ignore', 'pipe', 'pipe'] });
}

export interface Daemon {
  isAlive(): boolean;
  signal(signal: NodeJS.Signals): void;
  kill(): Promise<void>;
}

/** Starts a service in the Debian. The service ends with this process at the latest. Its output is appended to `log`. */
export function startWithin(place: Place, namespace: string | null, log: string, command: readonly string[]): Daemon {
  const [program = '', ...words] = wordsOf(place, namespace, command);
  const handle = openSync(log, 'a');
  const child: ChildProcess = spawn(program, words, { stdio: ['ignore', handle, handle] });
  closeSync(handle);
  const isAlive = () => child.exitCode === null && child.signalCode === null;
  return {
    isAlive,
    signal: (signal) => void child.kill(signal),
    async kill() {
      if (!isAlive()) return;
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}
