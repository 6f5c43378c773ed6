import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Makes a folder that every user can read, because Electron runs as another user if root runs the tests. The caller removes it. */
export function makeSharedFolder(name: string): string {
  const path = mkdtempSync(join(tmpdir(), `torn-${name}-`));
  chmodSync(path, 0o755);
  return path;
}
