import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** Makes a folder that is removed after the running test. */
export const temporaryFolder = (): string => makeFolder(tmpdir());

/** Makes a folder on a disk that is removed after the running test, for programs that refuse files in memory. */
export const temporaryFolderOnDisk = (): string => makeFolder('/var/tmp');

function makeFolder(parent: string): string {
  const path = mkdtempSync(join(parent, 'torn-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}
