import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const MEMORY_MOUNT = '/dev/shm';
/** Bytes that must be free for the files of a whole run, of which 1.5 GiB were the most at one time. */
const ROOM_BYTES = 6 * 2 ** 30;
/** Bytes of memory that the programs under test need besides. */
const PROGRAMS_BYTES = 4 * 2 ** 30;

/**
 * Makes a folder in memory for the files of the tests, because on a disk most of their time is waiting for it. Tests kill processes,
 * never the machine, so none of them needs a disk that keeps what is written. `null`: memory is short, or no program may be run from there
 * (as in many containers).
 */
export function makeQuickFolder(): string | null {
  try {
    const { bavail, bsize } = statfsSync(MEMORY_MOUNT);
    if (bavail * bsize < ROOM_BYTES || availableMemory() < ROOM_BYTES + PROGRAMS_BYTES) return null;
    const folder = mkdtempSync(join(MEMORY_MOUNT, 'torn-tests-'));
    // Some programs under test run as another user and make their own folders here.
    chmodSync(folder, 0o1777);
    if (runsPrograms(folder)) return folder;
    rmSync(folder, { recursive: true, force: true });
    return null;
  } catch {
    return null;
  }
}

function availableMemory(): number {
  const [, kibibytes = '0'] = /^MemAvailable: +(\d+) kB$/m.exec(readFileSync('/proc/meminfo', 'utf8')) ?? [];
  return Number(kibibytes) * 1_024;
}

function runsPrograms(folder: string): boolean {
  const program = join(folder, 'program');
  writeFileSync(program, '#!/bin/sh\n', { mode: 0o755 });
  const { status } = spawnSync(program);
  rmSync(program);
  return status === 0;
}
