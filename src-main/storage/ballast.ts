import { closeSync, existsSync, fsyncSync, openSync, statfsSync, statSync, unlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Size of the reserve file. Its space suffices for the rest of a day: a thousand tickets take less than a megabyte, the log of a busy day
 * somewhat more.
 */
const BALLAST_BYTES = 50 * 1_024 * 1_024;
/** With less free space the reserve file is not created, and the technician's pages and the centre report it. */
export const LOW_DISK_BYTES = 1_024 * 1_024 * 1_024;

export type Ballast = ReturnType<typeof openBallast>;

/** Opens the reserve file, which takes up space on the disk until `release` frees the space because the disk is full. */
export function openBallast(folder: string) {
  const path = join(folder, 'ballast');
  const freeBytes = (): number => {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  };
  return {
    freeBytes,
    layDown(): void {
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
    release(): boolean {
      if (!existsSync(path)) return false;
      unlinkSync(path);
      return true;
    },
  };
}
