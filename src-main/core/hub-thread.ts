// The worker thread that serves desks and hall; `calling/wire/server-thread` starts it.
import { setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import type { ThreadData } from '../calling/contract/server-thread.ts';
import { serveOffice } from '../calling/wire/office-server.ts';
import { createSystemClock } from './system-clock.ts';

/** Niceness of the thread: on a busy machine the core, which issues the tickets, gets three times as much processor time. */
const BEHIND_THE_CORE = 5;

try {
  // Linux changes the priority of this thread alone.
  setPriority(BEHIND_THE_CORE);
} catch {
  // A confined service may not change its priority; the thread then serves desks and hall all the same.
}

if (parentPort !== null) void serveOffice(parentPort, workerData as ThreadData, createSystemClock());
