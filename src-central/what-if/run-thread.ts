import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { TwinAnswered } from '../../src-main/contract/centre/twin.ts';
import type { Asked } from './answer.ts';

/** Computes an answer. `null`: the computation took too long, needed too much memory, or failed. */
export type RunTwin = (asked: Asked) => Promise<TwinAnswered | null>;

const FILE = import.meta.filename.endsWith('.ts') ? 'thread.ts' : 'twin-thread.js';
const LIMITS = { maxOldGenerationSizeMb: 192, maxYoungGenerationSizeMb: 32 };
const LONGEST_MS = 120_000;

/** Runs the simulation in a thread that ends after the answer, so that no request waits for it. */
export const runInThread: RunTwin = (asked) =>
  new Promise((resolve) => {
    const worker = new Worker(join(import.meta.dirname, FILE), {
      workerData: asked,
      env: {},
      argv: [],
      resourceLimits: LIMITS,
    });
    // A centre that ends does not wait for the thread, because no page can ask for its answer any more.
    worker.unref();
    const tooLong = setTimeout(() => void worker.terminate(), LONGEST_MS).unref();
    const end = (answered: TwinAnswered | null): void => {
      clearTimeout(tooLong);
      resolve(answered);
      void worker.terminate();
    };
    worker.once('message', (answered: unknown) => end(TwinAnswered.safeParse(answered).data ?? null));
    worker.once('error', () => end(null));
    worker.once('exit', () => end(null));
  });
