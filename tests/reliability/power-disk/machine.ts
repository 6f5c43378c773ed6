import { spawn, spawnSync } from 'node:child_process';
import { closeSync, openSync, readFileSync, rmSync, truncateSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { endingWithUs, isInPath } from '../../../build/processes.ts';
import { type Image, readImage } from '../../support/image-folder.ts';
import { readLog, type Step } from './log-writes.ts';

/**
 * The size of the file system. A `Sighting` (something that a person saw at the kiosk) is written to the disk behind the file system, so
 * that the log has it in sequence with the file system's writes.
 */
export const FILE_SYSTEM_BYTES = 32 * 1_024 * 1_024;
const DISK_BYTES = FILE_SYSTEM_BYTES + 8 * 1_024 * 1_024;
/** The size of the log. It is a sparse file, in which only written parts take room. */
const LOG_BYTES = 512 * 1_024 * 1_024;

const TOOLS = {
  'linux.uml': 'user-mode-linux',
  dmsetup: 'dmsetup',
  insmod: 'kmod',
  ip: 'iproute2',
  'mkfs.ext4': 'e2fsprogs',
};

/** The reason why this computer cannot run the machine; `null`: it can. */
export function whyNoMachine(): string | null {
  if (process.arch !== 'x64') return 'user-mode-linux is for x86';
  const missing = Object.entries(TOOLS).filter(([command]) => !isInPath(command) && !isInPath(`../sbin/${command}`));
  if (missing.length === 0) return null;
  return `missing here: sudo apt-get install ${missing.map(([, name]) => name).join(' ')}`;
}

interface Machine {
  /** Resolves to the machine's next line that matches. Rejects if the machine ends before. */
  line(wanted: RegExp): Promise<RegExpExecArray>;
  say(line: string): void;
  log(): string;
  ended: Promise<void>;
}

function boot(folder: string, disks: readonly string[], task: readonly string[]): Machine {
  const child = spawn(
    ...endingWithUs('linux.uml', [
      'mem=512M',
      'root=/dev/root',
      'rootfstype=hostfs',
      'rootflags=/',
      'ro',
      'quiet',
      `uml_dir=${folder}/`,
      'con=null',
      'con0=fd:0,fd:1',
      ...disks.map((disk, at) => `ubd${'ab'[at]}=${disk}`),
      `init=${join(import.meta.dirname, 'machine.sh')}`,
      '--',
      folder,
      ...task,
    ]),
    { stdio: ['pipe', 'pipe', 'pipe'], env: { PATH: process.env.PATH, TMPDIR: folder, HOME: folder } },
  );
  let log = '';
  let waiting: { wanted: RegExp; found: (match: RegExpExecArray) => void } | null = null;
  const hear = (line: string) => {
    log += `${line}\n`;
    const match = waiting?.wanted.exec(line);
    if (match) waiting?.found(match);
  };
  for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', hear);
  child.stdin.on('error', () => {
    // The machine is off, and `ended` resolves.
  });
  const ended = new Promise<void>((resolve) => {
    child.once('error', () => resolve());
    child.once('close', () => resolve());
  });
  return {
    line: (wanted) =>
      new Promise((found, reject) => {
        waiting = { wanted, found };
        void ended.then(() => reject(new Error(`the machine ended: ${log}`)));
      }),
    log: () => log,
    say: (line) => void child.stdin.write(`${line}\n`),
    ended,
  };
}

/**
 * Runs a command in the machine with the file system at `/mnt/disk`, and returns all writes to the disk on which that file system is. No
 * argument of the command may contain a space, because the kernel would split it.
 */
export async function recordDisk(
  folder: string,
  fileSystem: Buffer,
  command: readonly string[],
): Promise<readonly Step[]> {
  const [disk, log] = [join(folder, 'disk'), join(folder, 'log')];
  writeFileSync(disk, fileSystem);
  truncateSync(disk, DISK_BYTES);
  makeSparse(log, LOG_BYTES);
  try {
    const machine = boot(folder, [disk, log], ['record', ...command]);
    const [, status] = await machine.line(/^recorded (\d+)/);
    await machine.ended;
    if (status !== '0') throw new Error(`nothing was recorded: ${machine.log()}`);
    return readLog(log, FILE_SYSTEM_BYTES);
  } finally {
    rmSync(log);
    rmSync(disk);
  }
}

export function makeFileSystem(folder: string): Buffer {
  const path = join(folder, 'new');
  makeSparse(path, FILE_SYSTEM_BYTES);
  const env = { PATH: `${process.env.PATH}:/usr/sbin:/sbin` };
  const { status, stderr } = spawnSync('mkfs.ext4', ['-q', '-F', path], { encoding: 'utf8', env });
  if (status !== 0) throw new Error(`mkfs.ext4: ${stderr}`);
  const bytes = readFileSync(path);
  rmSync(path);
  return bytes;
}

export interface RecoveringMachine {
  /** Mounts the disk and returns its files; `null`: it cannot be mounted. */
  recover(disk: Buffer): Promise<Image | null>;
  end(): Promise<void>;
}

export async function startRecovering(folder: string): Promise<RecoveringMachine> {
  const path = join(folder, 'recovering');
  makeSparse(path, FILE_SYSTEM_BYTES);
  const machine = boot(folder, [path], ['recover']);
  await machine.line(/^recovering/);
  let cut = 0;
  return {
    async recover(disk) {
      cut += 1;
      const file = openSync(path, 'r+');
      for (let at = 0; at < disk.length; ) at += writeSync(file, disk, at);
      closeSync(file);
      const recovered = machine.line(new RegExp(`^recovered ${cut} (\\d+)`));
      machine.say(`${cut}`);
      const [, status] = await recovered;
      if (status !== '0') return null;
      const found = join(folder, `${cut}`);
      const image = readImage(found);
      rmSync(found, { recursive: true });
      return image;
    },
    end() {
      machine.say('off');
      return machine.ended;
    },
  };
}

function makeSparse(path: string, bytes: number): void {
  writeFileSync(path, '');
  truncateSync(path, bytes);
}
