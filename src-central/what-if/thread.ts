import { parentPort, workerData } from 'node:worker_threads';
import { type Asked, answerTwin } from './answer.ts';

// The data is the centre's own, made by `run-thread.ts` of the same release.
parentPort?.postMessage(answerTwin(workerData as Asked));
