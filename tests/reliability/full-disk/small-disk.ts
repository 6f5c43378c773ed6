import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export interface SmallDisk {
  how: 'tmpfs, mounted as root' | 'tmpfs, in a user namespace';
  /** The disk's path for programs that are run with the prefix `under`. */
  path: string;
  under: readonly string[];
  /** Lengthens a file of zeros until `freeBytes` are free. The disk must be smaller than 2^31 bytes. */
  fillUpTo(freeBytes: number): void;
  makeRoom(): void;
  close(): Promise<void>;
}

const PAGE_BYTES = 4_096;
const FILLER = 'filler';

/** Mounts a small disk. Throws if neither root nor user namespaces allow a mount on this machine. */
export async function openSmallDisk(sizeBytes: number): Promise<SmallDisk> {
  const folder = mkdtempSync(join(tmpdir(), 'torn-small-disk-'));
  const path = join(folder, 'disk');
  mkdirSync(path);
  const options = `size=${sizeBytes},mode=700`;
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', path], { stdio: 'ignore' });
  if (mounted.status === 0)
    return diskAt(path, [], 'tmpfs, mounted as root', async () => {
      spawnSync('umount', ['--lazy', path], { stdio: 'ignore' });
      rmSync(folder, { recursive: true, force: true });
    });

  const holder = await holdNamespace(path, options);
  const under = ['nsenter', '--target', String(holder.pid), '--user', '--mount', '--preserve-credentials', '--'];
  return diskAt(path, under, 'tmpfs, in a user namespace', async () => {
    const ended = new Promise((resolve) => holder.once('close', resolve));
    holder.stdin?.end();
    await ended;
    rmSync(folder, { recursive: true, force: true });
  });
}

/** Starts a process that keeps the namespace and the mount in it until the process's stdin ends. */
function holdNamespace(path: string, options: string): Promise<ChildProcess> {
  const script = 'mount -t tmpfs -o "$1" tmpfs "$2" && echo mounted && exec cat';
  const holder = spawn('unshare', ['--user', '--map-root-user', '--mount', 'sh', '-c', script, 'sh', options, path], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  return new Promise((resolve, reject) => {
    createInterface({ input: holder.stdout }).once('line', () => resolve(holder));
    const hopeless = () => reject(new Error('a small disk needs root, or user namespaces that may mount'));
    holder.once('error', hopeless);
    holder.once('close', hopeless);
  });
}

function diskAt(path: string, under: readonly string[], how: SmallDisk['how'], close: () => Promise<void>): SmallDisk {
  function run(...command: readonly string[]): string {
    const [program = '', ...args] = [...under, ...command];
    const { stdout, stderr, status } = spawnSync(program, args, { encoding: 'utf8' });
    if (status !== 0) throw new Error(`${command.join(' ')}: ${stderr}`);
    return stdout;
  }
  const filler = join(path, FILLER);
  return {
    how,
    path,
    under,
    fillUpTo(freeBytes) {
      const free = Number(run('stat', '--file-system', '--format=%a', path)) * PAGE_BYTES;
      const pages = Math.floor((free - freeBytes) / PAGE_BYTES);
      if (pages > 0)
        run('dd', 'if=/dev/zero', `of=${filler}`, `bs=${PAGE_BYTES}`, `count=${pages}`, 'oflag=append', 'conv=notrunc');
    },
    makeRoom: () => void run('rm', '-f', filler),
    close,
  };
}
