import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

export interface Ran {
  status: number;
  output: string;
}

/**
 * A Debian with systemd as its first process, in namespaces of this computer. It shares the computer's network, and
 * so finds the devices that the tests announce there.
 */
export interface Machine {
  root: string;
  boot(): Promise<void>;
  /** Runs a shell command as root inside the running machine, and blocks this process meanwhile. */
  sh(line: string): Ran;
  /** Runs a shell command like `sh` without blocking this process, whose servers go on. */
  run(line: string): Promise<Ran>;
  /** Runs a shell command like `sh`, and throws with its output if it fails. */
  must(line: string): string;
  /** Repeats a shell command until it succeeds; throws after `patienceMs`. */
  until(line: string, patienceMs?: number): Promise<void>;
  write(place: string, text: string): void;
  copyIn(file: string, place: string): void;
  /** Shuts the machine down properly, as the power key does. */
  shutDown(): Promise<void>;
  cutPower(): Promise<void>;
}

const CGROUPS = '/sys/fs/cgroup';
/**
 * Systemd needs cgroup version 2 alone at this path. This computer may have mounted it elsewhere, so the machine mounts
 * it in its own mount namespace.
 */
const START = `set -e
[ -e ${CGROUPS}/cgroup.controllers ] || mount -t cgroup2 none ${CGROUPS}
mkdir -p ${CGROUPS}/$1
echo $$ > ${CGROUPS}/$1/cgroup.procs
shift
exec systemd-nspawn "$@"`;
const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
const POWER_OFF = 'SIGRTMIN+4';
const BOOT_PATIENCE_MS = 240_000;
const PATIENCE_MS = 240_000;

/** @param archives the folder of packages that apt has fetched earlier */
export function machineIn(root: string, archives: string): Machine {
  const group = `torn-proof-${process.pid}`;
  let nspawn: ChildProcess | null = null;
  let init = 0;

  async function ended(): Promise<void> {
    if (nspawn !== null && nspawn.exitCode === null && nspawn.signalCode === null) await once(nspawn, 'exit');
    nspawn = null;
    init = 0;
    try {
      rmdirSync(join(CGROUPS, group));
    } catch {
      // The group's folder does not exist here, or is mounted elsewhere.
    }
  }
  const within = (line: string): string[] => {
    const environment = ['env', '-i', `PATH=${PATH}`, 'DEBIAN_FRONTEND=noninteractive', 'LC_ALL=C.UTF-8'];
    return ['--target', String(init), '--all', '--', ...environment, 'sh', '-c', line];
  };
  const sh = (line: string): Ran => {
    const { status, stdout, stderr } = spawnSync('nsenter', within(line), { encoding: 'utf8', maxBuffer: 1 << 26 });
    return { status: status ?? 1, output: `${stdout}${stderr}`.trim() };
  };
  async function run(line: string): Promise<Ran> {
    const child = spawn('nsenter', within(line), { stdio: ['ignore', 'pipe', 'pipe'] });
    const said: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => said.push(chunk));
    const [status] = await once(child, 'close');
    return { status: typeof status === 'number' ? status : 1, output: Buffer.concat(said).toString().trim() };
  }
  const must = (line: string): string => {
    const { status, output } = sh(line);
    if (status !== 0) throw new Error(`${line}: ended with ${status}: ${output}`);
    return output;
  };
  async function until(line: string, patienceMs = PATIENCE_MS): Promise<void> {
    const endMs = performance.now() + patienceMs;
    while (sh(line).status !== 0) {
      if (performance.now() > endMs) throw new Error(`not in ${patienceMs} ms: ${line}`);
      await pause(100);
    }
  }
  return {
    root,
    async boot() {
      const words = [
        '--quiet',
        `--directory=${root}`,
        '--register=no',
        '--keep-unit',
        '--boot',
        '--console=pipe',
        `--bind=${archives}:/var/cache/apt/archives`,
      ];
      const args = ['--mount', '--propagation', 'private', 'sh', '-c', START, 'sh', group, ...words];
      nspawn = spawn('unshare', args, { stdio: 'ignore', detached: true });
      const { pid = 0 } = nspawn;
      init = await firstProcessBelow(pid);
      await until('systemctl is-system-running | grep -qE "running|degraded|starting"', BOOT_PATIENCE_MS);
    },
    sh,
    run,
    must,
    until,
    write(place, text) {
      mkdirSync(join(root, dirname(place)), { recursive: true });
      writeFileSync(join(root, place), text);
    },
    copyIn: (file, place) => copyFileSync(file, join(root, place)),
    async shutDown() {
      // Node knows no name for this signal.
      spawnSync('kill', ['-s', POWER_OFF.slice(3), String(init)]);
      await ended();
    },
    async cutPower() {
      if (init !== 0) process.kill(init, 'SIGKILL');
      await ended();
    },
  };
}

async function firstProcessBelow(pid: number): Promise<number> {
  const endMs = performance.now() + BOOT_PATIENCE_MS;
  while (performance.now() < endMs) {
    const child = Number(childrenOf(pid)[0] ?? 0);
    if (child !== 0 && readText(`/proc/${child}/comm`).trim() === 'systemd') return child;
    await pause(20);
  }
  throw new Error('systemd-nspawn started no systemd');
}

const childrenOf = (pid: number): string[] => readText(`/proc/${pid}/task/${pid}/children`).trim().split(/\s+/);

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
