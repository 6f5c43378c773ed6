// The thread of the office's server; `calling/wire/server-thread` starts it.
import { setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import type { ThreadData } from '../calling/contract/server-thread.ts';
import { serveOffice } from '../calling/wire/office-server.ts';
import { createSystemClock } from './system-clock.ts';

/** Niceness of the thread: on a busy machine the core, which gives the tickets, gets three times as much of a processor. */
const BEHIND_THE_CORE = 5;

try {
  // Linux changes the priority of this thread alone.
  setPriority(BEHIND_THE_CORE);
} catch {
  // A confined service may refuse it; the office is served all the same.
}

if (parentPort !== null) void serveOffice(parentPort, workerData as ThreadData, createSystemClock());
