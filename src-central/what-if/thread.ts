import { parentPort, workerData } from 'node:worker_threads';
import { type Asked, answerTwin } from './answer.ts';

// The data need no validation, because `run-thread.ts` of the same release made them.
parentPort?.postMessage(answerTwin(workerData as Asked));
