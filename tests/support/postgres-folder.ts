import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { TestProject } from 'vitest/node';
import './postgres.ts';

/** Creates the folder for the workers' PostgreSQL servers. After the run it ends servers that outlived their worker. */
export function setup(project: TestProject): () => Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'torn-postgres-'));
  // If root runs the tests, PostgreSQL runs as another user.
  chmodSync(folder, 0o755);
  project.provide('postgresFolder', folder);
  return async () => {
    // A server that has not ended would write into the folder while it is removed.
    for (const server of readdirSync(folder)) await endServerOf(join(folder, server, 'data'));
    rmSync(folder, { recursive: true, force: true });
  };
}

async function endServerOf(data: string): Promise<void> {
  const processId = Number(readIfThere(join(data, 'postmaster.pid')).split('\n')[0]);
  // The process id may belong to another program by now.
  if (!readIfThere(`/proc/${processId}/cmdline`).includes(data)) return;
  try {
    process.kill(processId, 'SIGQUIT');
  } catch {
    return;
  }
  while (/^State:\t[^ZX]/m.test(readIfThere(`/proc/${processId}/status`))) await wait(20);
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
