import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import './postgres.ts';

/** Where the workers' PostgreSQL servers stand, which end with their workers. */
export function setup(project: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'torn-postgres-'));
  // PostgreSQL is somebody else where root runs the tests.
  chmodSync(folder, 0o755);
  project.provide('postgresFolder', folder);
  return () => rmSync(folder, { recursive: true, force: true, maxRetries: 20 });
}
