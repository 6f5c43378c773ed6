import { closeSync, existsSync, fsyncSync, openSync, statfsSync, statSync, unlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** Room for the rest of a day: a thousand tickets take less than a megabyte, the log of a busy day some more. */
const BALLAST_BYTES = 50 * 1_024 * 1_024;
/** Below this a ballast is not laid down, and the staff are told. */
export const LOW_DISK_BYTES = 1_024 * 1_024 * 1_024;

/** A file that only takes up room, to be given up when the disk is full. */
export interface Ballast {
  /** Lays it down where there is plenty of room. */
  layDown(): void;
  /** Gives its room back; false when there was none. */
  release(): boolean;
  freeBytes(): number;
}

export function openBallast(folder: string): Ballast {
  const path = join(folder, 'ballast');
  const freeBytes = (): number => {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  };
  return {
    freeBytes,
    layDown() {
      if (existsSync(path) && statSync(path).size === BALLAST_BYTES) return;
      if (freeBytes() < LOW_DISK_BYTES) return;
      const fd = openSync(path, 'w', 0o600);
      try {
        const megabyte = Buffer.alloc(1_024 * 1_024);
        for (let written = 0; written < BALLAST_BYTES; written += megabyte.length) writeSync(fd, megabyte);
        fsyncSync(fd);
      } finally {
        closeSync(fd);
      }
    },
    release() {
      if (!existsSync(path)) return false;
      unlinkSync(path);
      return true;
    },
  };
}
