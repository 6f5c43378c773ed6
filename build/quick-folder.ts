import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

const MEMORY_MOUNT = '/dev/shm';
const PREFIX = 'torn-tests-';
/** A run adds folders all the time: a folder that is unchanged for this long belongs to a run that was killed. */
const ABANDONED_AFTER_MS = 3_600_000;
/** Bytes that must be free for the files of a whole run. A run has needed at most 1.5 GiB at one time. */
const ROOM_BYTES = 6 * 2 ** 30;
/** Bytes of memory that the programs under test need in addition to the files. */
const PROGRAMS_BYTES = 4 * 2 ** 30;

/**
 * Makes a folder in memory for the files of the tests, because on a disk the tests spend most of their time waiting for it. Tests kill
 * processes, never the machine, so none of them needs a disk that keeps its content. `null`: memory is short, `mount` cannot be used, or
 * programs may not be run from there (as in many containers).
 */
export function makeQuickFolder(mount = MEMORY_MOUNT): string | null {
  try {
    removeAbandoned(mount, Date.now());
    const { bavail, bsize } = statfsSync(mount);
    if (bavail * bsize < ROOM_BYTES || availableMemory() < ROOM_BYTES + PROGRAMS_BYTES) return null;
    const folder = mkdtempSync(join(mount, PREFIX));
    // Some programs under test run as another user and make their own folders here.
    chmodSync(folder, 0o1777);
    if (runsPrograms(folder)) return folder;
    rmSync(folder, { recursive: true, force: true });
    return null;
  } catch {
    return null;
  }
}

/** Removes the folders of killed runs, which would keep their memory until the machine restarts. */
export function removeAbandoned(mount: string, nowMs: number): void {
  for (const name of readdirSync(mount)) {
    const folder = join(mount, name);
    if (name.startsWith(PREFIX) && nowMs - statSync(folder).mtimeMs > ABANDONED_AFTER_MS)
      rmSync(folder, { recursive: true, force: true });
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
