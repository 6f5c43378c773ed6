import { statfsSync } from 'node:fs';

const FULL: readonly unknown[] = ['SQLITE_FULL', 'ENOSPC', 'EDQUOT'];

/** Whether a copy could not be written for want of room. */
export const isDiskFull = (error: unknown): boolean =>
  error instanceof Error && (('code' in error && FULL.includes(error.code)) || isDiskFull(error.cause));

/** Whether nothing more can be written there. SQLite says only that it cannot open a file that there is no room to make. */
export function hasNoRoom(folder: string): boolean {
  const { bavail, files, ffree } = statfsSync(folder);
  return bavail === 0 || (files > 0 && ffree === 0);
}
