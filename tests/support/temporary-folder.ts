import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** The folder is removed after the running test. */
export function temporaryFolder(): string {
  const path = mkdtempSync(join(tmpdir(), 'torn-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}
