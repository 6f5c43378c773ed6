import { statfsSync } from 'node:fs';

const FULL: readonly unknown[] = ['SQLITE_FULL', 'ENOSPC', 'EDQUOT'];

export const isDiskFull = (error: unknown): boolean =>
  error instanceof Error && (('code' in error && FULL.includes(error.code)) || isDiskFull(error.cause));

/** Whether the disk has no space left. SQLite does not always say so: on a full disk it may report only that it cannot open the file. */
export function hasNoRoom(folder: string): boolean {
  const { bavail, files, ffree } = statfsSync(folder);
  return bavail === 0 || (files > 0 && ffree === 0);
}
