import { relative } from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import { noteCost, treeSeconds } from '../../build/cost.ts';
import { repositoryRoot } from '../../build/runtime.ts';

// vitest runs this before it imports a test file, so that the imports count too.
const before = treeSeconds(process.pid);
let file = '';
beforeAll(() => {
  file = expect.getState().testPath ?? '';
});
afterAll(() => noteCost(relative(repositoryRoot, file), treeSeconds(process.pid) - before));
